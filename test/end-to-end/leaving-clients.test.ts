import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { servers } from '../store/databases.ts';
import { askGateway } from './gateway-process.ts';

/** So long may what nobody waits for any more go on in the database. */
const AT_MOST_MS = 1_000;
const PATIENT = { timeout: 20_000, interval: 20 };

/** Months apart: who is kept waiting for one of them keeps nobody waiting who asks for the other. */
const [BUSY, QUIET] = ['2024-03', '2024-01'];
const during = (month: string) => `{ occurredAt: { from: "${month}-01T00:00:00Z", to: "${month}-28T00:00:00Z" } }`;
const page = (month: string) => `auditEvents(first: 10, filter: ${during(month)}) { nodes { message } totalCount }`;
const record = (month: string) =>
  `mutation { recordAuditEvents(input: { events: [{ recordType: "app", action: "a", message: "${month}", occurredAt: "${month}-05T00:00:00Z" }] }) { recorded } }`;

const posted = (query: string, accept = 'application/json') => {
  const body = JSON.stringify({ query });
  return `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: ${accept}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
};
const exported = (query: string) => `GET /export?${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/** A request each, of which a statement has to wait for the busy month. */
const ASKED: readonly (readonly [what: string, request: string])[] = [
  ['a page', posted(`{ ${page(BUSY)} }`)],
  ['a page that counts', posted(`{ auditEvents(filter: ${during(BUSY)}) { totalCount } }`)],
  ['many pages', posted(`{ ${[1, 2, 3, 4, 5].map((n) => `p${n}: ${page(BUSY).replace('10', `1${n}`)}`).join(' ')} }`)],
  ['a write', posted(record(BUSY))],
  ['an export that the database prints', exported(`from=${BUSY}-01&to=${BUSY}-28`)],
  [
    'an export that the gateway prints',
    exported(`from=${BUSY}-01&to=${BUSY}-28&filter=${encodeURIComponent('{"message":{"matches":"x"}}')}`),
  ],
  ['a subscription', posted('subscription { auditEventAdded { cursor } }', 'text/event-stream')],
];

describe.each(servers)('a client that leaves ($name)', (kind) => {
  let gateway: RunningGateway;
  let url: string;
  let drop: () => Promise<void>;
  /** Sees what goes on in the database. */
  let observer: pg.Client;
  /** Holds what it locks until it is told to let go. */
  let holder: pg.Client;

  beforeAll(async () => {
    const created = await kind.create('empty');
    drop = created.drop;
    url = String(created.options.url);
    const file = JSON.stringify({ server: { port: 0 }, database: { url } });
    const config = parseConfig(file, 'test', { environment: {}, adapters: ADAPTERS });
    gateway = await startGateway(config, pino({ level: 'silent' }));
    for (const month of [BUSY, QUIET]) await askGateway(gateway.url, record(month));
    [observer, holder] = [new pg.Client(url), new pg.Client(url)];
    await Promise.all([observer.connect(), holder.connect()]);
  });
  afterAll(async () => {
    await Promise.all([observer.end(), holder.end()]);
    await gateway.stop();
    await drop();
  });

  async function working(): Promise<readonly string[]> {
    const { rows } = await observer.query<{ query: string }>(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle'
         AND pid NOT IN (pg_backend_pid(), $1)`,
      [(holder as unknown as { processID: number }).processID],
    );
    return rows.map(({ query }) => query);
  }

  /** As long as `work` takes, whoever needs that table waits. */
  async function locking(table: string, work: () => Promise<void>): Promise<void> {
    await holder.query('BEGIN');
    await holder.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    try {
      await work();
    } finally {
      await holder.query('ROLLBACK');
    }
  }

  async function leaves(request: string): Promise<void> {
    const client = socketTo(gateway);
    client.write(request);
    await vi.waitFor(async () => expect(await working()).not.toEqual([]), PATIENT);
    client.destroy();
    const left = performance.now();
    await vi.waitFor(async () => expect(await working()).toEqual([]), PATIENT);
    expect(performance.now() - left).toBeLessThan(AT_MOST_MS);
  }

  test.each(ASKED)('ends what the database does for him: %s', async (_what, request) => {
    await locking(`audit_event_${BUSY.replace('-', '_')}`, async () => {
      await leaves(request);
      expect(await askGateway(gateway.url, `{ ${page(QUIET)} }`)).toEqual({
        auditEvents: { nodes: [{ message: QUIET }], totalCount: 1 },
      });
    });
  });
});

function socketTo({ url }: RunningGateway): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname).on('error', () => undefined);
}

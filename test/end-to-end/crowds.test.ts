import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { databases, servers } from '../store/databases.ts';
import { type Door, openDoor } from './door.ts';

const PATIENT = { timeout: 60_000, interval: 50 };
/** Together more than the sockets' buffers hold; the newest ones, of which the pages are, are short. */
const LONG_EVENTS = 1_000;
const LONG = 'word '.repeat(1_600);
const BATCH = 250;
const SHORT_EVENTS = 50;
const EVENTS = LONG_EVENTS + SHORT_EVENTS;
const READER_TIMEOUT_MS = 1_500;
const PAGE = '{ auditEvents(first: 50) { nodes { id message } } }';
const RECORD = 'mutation { recordAuditEvents(input: { events: [{ recordType: "app", action: "a" }] }) { recorded } }';

interface Told {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

async function started(url: string | undefined, limits: object): Promise<RunningGateway> {
  const file = { server: { port: 0 }, database: { url: url ?? 'memory:' }, limits };
  const config = parseConfig(JSON.stringify(file), 'test', { environment: {}, adapters: ADAPTERS });
  return startGateway(config, pino({ level: 'silent' }));
}

async function ask(gateway: RunningGateway, query: string): Promise<Told & { readonly status: number }> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as Told) };
}

async function fill(gateway: RunningGateway): Promise<void> {
  for (let start = 0; start < LONG_EVENTS; start += BATCH) await record(gateway, start, BATCH, LONG);
  await record(gateway, LONG_EVENTS, SHORT_EVENTS, 'short');
}

async function record({ url }: RunningGateway, first: number, count: number, text: string): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => ({
    recordType: 'app',
    action: 'fill',
    message: `${first + index} ${text}`,
  }));
  const query =
    'mutation ($events: [AuditEventInput!]!) { recordAuditEvents(input: { events: $events }) { recorded } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { events } }),
  });
  expect(await response.json()).toEqual({ data: { recordAuditEvents: { recorded: count } } });
}

/** Asks for an export and reads nothing of it. */
function idleReader({ url }: RunningGateway): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.pause();
  socket.write('GET /export HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return socket;
}

async function linesOf(gateway: RunningGateway): Promise<number> {
  const text = await (await fetch(`${gateway.url}/export`)).text();
  return text.split('\n').length - 1;
}

async function metricsOf({ url }: RunningGateway): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

describe.each(databases)('a crowd ($name)', (kind) => {
  let gateway: RunningGateway;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const created = await kind.create('empty');
    drop = created.drop;
    gateway = await started(created.options.url, { readerTimeoutMs: READER_TIMEOUT_MS });
    await fill(gateway);
  });
  afterAll(async () => {
    await gateway.stop();
    await drop();
  });

  test('readers that stand still hold up nobody, and are ended', async () => {
    const idle = Array.from({ length: 10 }, () => idleReader(gateway));
    await vi.waitFor(async () => {
      expect(await metricsOf(gateway)).toMatch(/lane_running\{lane="exports"\} [1-9]/);
    }, PATIENT);
    for (let round = 0; round < 3; round++) {
      expect(await ask(gateway, PAGE)).toMatchObject({ status: 200, data: { auditEvents: { nodes: { length: 50 } } } });
      expect((await ask(gateway, RECORD)).errors).toBeUndefined();
      expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
    }
    expect(await linesOf(gateway)).toBeGreaterThan(EVENTS);
    await vi.waitFor(async () => {
      expect(await metricsOf(gateway)).toContain('audit_gateway_readers_stood_still_total{route="/export"} 10');
    }, PATIENT);
    for (const socket of idle) socket.destroy();
    const ends = '{ auditEvents(filter: { recordType: { eq: "gateway.export" } }) { nodes { outcome message } } }';
    expect((await ask(gateway, ends)).data).toMatchObject({
      auditEvents: {
        nodes: expect.arrayContaining([
          { outcome: 'FAILURE', message: expect.stringContaining(`read nothing for limits.readerTimeoutMs`) },
          { outcome: 'SUCCESS', message: null },
        ]),
      },
    });
  });

  test('twenty exports at once all come to their end', async () => {
    const lines = await Promise.all(Array.from({ length: 20 }, () => linesOf(gateway)));
    for (const count of lines) expect(count).toBeGreaterThan(EVENTS);
  });

  test('two hundred clients that ask for the same page are all answered', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask(gateway, PAGE)));
    for (const { errors } of answers) expect(errors).toBeUndefined();
  });

  test('four hundred pages at once are all answered right, or told to come again', async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => ask(gateway, PAGE)));
    for (const { status, data, errors } of answers) {
      if (errors === undefined) expect({ status, data }).toMatchObject({ status: 200, data: { auditEvents: {} } });
      else expect([status, errors[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED']);
    }
    expect(answers.filter(({ errors }) => errors === undefined).length).toBeGreaterThan(100);
  });

  test('the same page a hundred times by aliases is answered whole or refused whole', async () => {
    const aliases = Array.from({ length: 100 }, (_, n) => `a${n}: auditEvents(first: 10) { nodes { id } }`);
    const { data, errors } = await ask(gateway, `{ ${aliases.join(' ')} }`);
    if (errors)
      expect([data ?? null, errors.map(({ extensions }) => extensions.code)]).toEqual([null, ['RATE_LIMITED']]);
    else expect(Object.values(data ?? {}).filter((page) => page !== null)).toHaveLength(100);
  });
});

describe.each(servers)('a database that falls silent ($name)', (kind) => {
  const TIMEOUT_MS = 2_000;
  let open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.reverse()) await close();
  });

  const behindDoor = async (): Promise<{ readonly gateway: RunningGateway; readonly door: Door }> => {
    const { options, drop } = await kind.create('empty');
    const url = new URL(String(options.url));
    const door = await openDoor({ hostname: url.hostname, port: url.port || '5432' });
    const gateway = await started(Object.assign(url, { host: `127.0.0.1:${door.port}` }).href, {
      requestTimeoutMs: TIMEOUT_MS,
    });
    open = [drop, () => door.close(), () => gateway.stop(), async () => door.open()];
    return { gateway, door };
  };

  test('holds no question and no write longer than a request may take', async () => {
    const { gateway, door } = await behindDoor();
    await ask(gateway, PAGE);
    door.hang();
    const begun = performance.now();
    const answers = await Promise.all(
      [PAGE, RECORD, '{ auditConfig { revision } }', RECORD].map((q) => ask(gateway, q)),
    );
    expect(performance.now() - begun).toBeLessThan(TIMEOUT_MS + 1_500);
    for (const { errors } of answers) expect(errors?.[0]?.extensions.code).toMatch(/^(UPSTREAM_FAILED|RATE_LIMITED)$/);
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    door.open();
    await vi.waitFor(async () => {
      expect((await ask(gateway, PAGE)).errors).toBeUndefined();
      expect((await ask(gateway, RECORD)).errors).toBeUndefined();
    }, PATIENT);
  });
});

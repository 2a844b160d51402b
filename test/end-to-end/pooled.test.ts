import pg from 'pg';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startSalt } from '../../simulators/salt/index.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openStream } from '../server/event-stream.ts';
import { OPENED, servers } from '../store/databases.ts';
import { hasPgBouncer, startPgBouncer } from '../store/pgbouncer.ts';
import { inside, member } from './gateways.ts';

const PATIENT = { timeout: 30_000, interval: 50 };
/** Fewer than the gateways would like to have. */
const CONNECTIONS = 4;
const RECORD = `mutation ($action: String!) {
  recordAuditEvents(input: { events: [{ recordType: "app", action: $action }] }) { recorded }
}`;
const PAGE = '{ auditEvents(first: 100) { totalCount edges { node { action } } coverage { complete } } }';
const RECEIPT = '{ auditEvents(first: 1) { coverage { complete } } }';
const KEEP =
  'mutation { auditConfig(input: { retention: { records: 50 } }) { auditConfig { retention { records } } } }';
const ADDED = 'subscription { auditEventAdded(filter: { sources: ["gateway"] }) { node { action } } }';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function kept<Thing>(opening: Promise<Thing>, close: (thing: Thing) => Promise<unknown>): Promise<Thing> {
  const thing = await opening;
  open.push(() => close(thing));
  return thing;
}

describe.each(hasPgBouncer() ? servers : [])('through PgBouncer in transaction mode ($name)', (kind) => {
  async function pooled() {
    const { options, drop } = await kind.create('empty');
    open.push(drop);
    const direct = String(options.url);
    const bouncer = await kept(startPgBouncer(new URL(direct), CONNECTIONS), (each) => each.close());
    return { direct, url: bouncer.through(direct) };
  }

  test.each(['public', 'Audit log'])('two gateways do all their work in the schema %s', async (schema) => {
    const { direct, url } = await pooled();
    const there = encodeURIComponent(schema);
    const quoted = pg.escapeIdentifier(schema);
    const path = encodeURIComponent(`-c search_path=${quoted.replaceAll(' ', '\\ ')}`);
    const admin = await kept(inside(direct), (each) => each.close());
    await admin.rows(`CREATE SCHEMA IF NOT EXISTS ${quoted}`);
    const inner = await kept(inside(`${direct}?options=${path}`), (each) => each.close());
    const salt = await kept(startSalt({ events: 300, seed: 5 }), (each) => each.close());
    const asked = {
      database: `${url}?schema=${there}`,
      directUrl: direct,
      salts: { salt: salt.url },
      leaseSeconds: 20,
      // Longer than the test takes: a copy that is older than two polls is no whole export.
      pollSeconds: 60,
    };
    const one = await kept(member(asked), (each) => each.stop());
    const other = await kept(member(asked), (each) => each.stop());

    const ids = salt.records.map(({ id }) => id).toSorted((a, b) => a - b);
    await vi.waitFor(async () => expect(await inner.stored('salt')).toEqual(ids), PATIENT);
    const stream = await openStream(one.url, { query: ADDED });
    await other.ask('{ __typename }');
    expect(await other.ask(RECORD, { action: 'told' })).toEqual({ data: { recordAuditEvents: { recorded: 1 } } });
    const seen: string[] = [];
    while (!seen.includes('told')) {
      const { data } = await stream.answer<{ data: { auditEventAdded: { node: { action: string } } } }>();
      seen.push(data.auditEventAdded.node.action);
    }
    stream.leave();

    const complete = { data: { auditEvents: { coverage: { complete: true } } } };
    await vi.waitFor(async () => expect(await one.ask(RECEIPT)).toEqual(complete), PATIENT);
    const pages = await Promise.all(Array.from({ length: 40 }, (_, index) => [one, other][index % 2]?.ask(PAGE)));
    expect(pages.flatMap((page) => page?.errors ?? [])).toEqual([]);
    const [{ n }] = (await inner.rows('SELECT count(*)::int AS n FROM audit_event')) as [{ n: number }];
    const exports = await Promise.all(
      [one, other].map(async (each) => (await fetch(`${each.url}/export?format=ndjson`)).text()),
    );
    for (const text of exports) expect(text.trim().split('\n').length).toBeGreaterThanOrEqual(n);
    expect((await one.ask(KEEP)).errors).toBeUndefined();
    expect([await one.status('/health/ready'), await other.status('/health/ready')]).toEqual([200, 200]);
    await vi.waitFor(async () => {
      const [{ n }] = (await inner.rows('SELECT count(*)::int AS n FROM audit_event')) as [{ n: number }];
      expect(n).toBeLessThanOrEqual(60);
    }, PATIENT);
    expect(await settings(url)).toEqual(Array(CONNECTIONS).fill('"$user", public 0 0'));
  });

  test('without the way to the server itself, or with another one, the gateway says so at start', async () => {
    const { direct, url } = await pooled();
    const start = (directUrl?: string) => openStore({ url, directUrl, rules: BUILT_IN, now: () => OPENED });
    await expect(start()).rejects.toMatchObject({
      code: 'DATABASE_UNFIT',
      message: expect.stringMatching(/the way to it in database.directUrl, but database.url leads to a pooler/),
    });
    await expect(start(url)).rejects.toThrow(
      /database.directUrl to lead to the server itself, but it leads to a pooler/,
    );
    const elsewhere = Object.assign(new URL(direct), { pathname: '/postgres' }).href;
    await expect(start(elsewhere)).rejects.toThrow(/to lead to the same database, but it leads to another one/);
    await (await start(direct)).close();
  });

  /** What the next who are lent the server's connections would find there, all of them at once. */
  async function settings(url: string): Promise<readonly string[]> {
    const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client({ connectionString: url }));
    try {
      return await Promise.all(
        clients.map(async (client) => {
          await client.connect();
          await client.query('BEGIN');
          const { rows } = await client.query(`SELECT current_setting('search_path') || ' ' ||
            current_setting('statement_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout') AS found,
            pg_sleep(0.2)::text`);
          return rows[0].found as string;
        }),
      );
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  }
});

import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type SaltSimulator, startSalt } from '../../simulators/salt/index.ts';
import { BATCH } from '../../src/sync/copy.ts';
import { openStream } from '../server/event-stream.ts';
import { servers } from '../store/databases.ts';
import { type Door, openDoor } from './door.ts';
import { type Asked, type Inside, inside, type Member, member, type Told } from './gateways.ts';

const PATIENT = { timeout: 30_000, interval: 50 };
/** A lease that nobody loses for being slow. */
const LONG = 60;
const PAGE = '{ auditEvents(first: 5) { nodes { id } } }';
const RECORD = 'mutation { recordAuditEvents(input: { events: [{ recordType: "app", action: "a" }] }) { recorded } }';
const ADDED = 'subscription { auditEventAdded(filter: { sources: ["gateway"] }) { node { action } } }';
const NOW = 'mutation { syncSource(key: "salt") { added } }';

/** What nobody caught: there must be none. */
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
process.on('unhandledRejection', note).on('uncaughtException', note);
afterAll(() => {
  process.off('unhandledRejection', note).off('uncaughtException', note);
});

const ids = ({ records }: SaltSimulator) => records.map(({ id }) => id).toSorted((a, b) => a - b);

describe.each(servers)('a gateway whose database goes away ($name)', (kind) => {
  let database: string;
  let inner: Inside;
  let door: Door;
  let simulator: SaltSimulator;
  let gateway: Member;
  let open: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    const { options, drop } = await kind.create('empty');
    database = String(options.url);
    inner = await inside(database);
    const { hostname, port } = new URL(database);
    door = await openDoor({ hostname, port: port || '5432' });
    simulator = await startSalt({ events: 100, seed: 6 });
    open = [drop, () => inner.close(), () => door.close(), () => simulator.close()];
  });
  afterEach(async () => {
    door.open();
    for (const close of open.reverse()) await close();
    expect(uncaught).toEqual([]);
  });

  const start = async (asked: Partial<Asked> = {}): Promise<Member> => {
    const started = await member({ database, salts: { salt: simulator.url }, ...asked });
    open.push(() => started.stop());
    return started;
  };
  const behindDoor = async (asked: Partial<Asked> = {}) => {
    gateway = await start({
      database: Object.assign(new URL(database), { host: `127.0.0.1:${door.port}` }).href,
      ...asked,
    });
    await whole();
  };
  const whole = () => vi.waitFor(async () => expect(await inner.stored('salt')).toEqual(ids(simulator)), PATIENT);
  const well = () =>
    vi.waitFor(async () => {
      expect(await gateway.status('/health/ready')).toBe(200);
      expect((await gateway.ask(PAGE)).errors).toBeUndefined();
    }, PATIENT);

  test('says so while nobody answers there, and goes on by itself when it is back', async () => {
    await behindDoor();
    door.cut();
    for (let round = 0; round < 3; round++) {
      expect(failureOf(await gateway.ask(PAGE))).toEqual(AWAY);
      expect(failureOf(await gateway.ask(RECORD))).toEqual(AWAY);
      expect(await gateway.status('/health/ready')).toBe(503);
      expect(await gateway.status('/health/live')).toBe(200);
    }
    simulator.add();
    door.open();
    await well();
    await whole();
    const stream = await openStream(gateway.url, { query: ADDED });
    expect((await gateway.ask(RECORD)).data).toEqual({ recordAuditEvents: { recorded: 1 } });
    expect(await stream.answer()).toMatchObject({ data: { auditEventAdded: { node: { action: 'a' } } } });
    stream.leave();
  });

  test('hears again what others ask of it', async () => {
    const rare = { pollSeconds: 3_600, leaseSeconds: LONG };
    await behindDoor(rare);
    await vi.waitFor(
      async () => expect(await inner.rows('SELECT running FROM archive')).toEqual([{ running: false }]),
      PATIENT,
    );
    const before = await inner.holder('salt');
    door.cut();
    expect(await gateway.status('/health/ready')).toBe(503);
    door.open();
    await well();
    const other = await start(rare);
    for (let round = 0; round < 3; round++) {
      simulator.add();
      expect(await other.ask(NOW)).toEqual({ data: { syncSource: { added: 1 } } });
    }
    expect(await inner.holder('salt')).toEqual(before);
    await whole();
  });

  test('is not ready soon after its database falls silent, and leaves no question open when that speaks again', async () => {
    await behindDoor();
    door.hang();
    const [page, record] = [gateway.ask(PAGE), gateway.ask(RECORD)];
    for (let round = 0; round < 2; round++) {
      const begun = performance.now();
      expect(await gateway.status('/health/ready')).toBe(503);
      expect(performance.now() - begun).toBeLessThan(15_000);
      expect(await gateway.status('/health/live')).toBe(200);
    }
    simulator.add();
    door.open();
    for (const answer of await Promise.all([page, record])) {
      if (answer.errors) expect(failureOf(answer)).toEqual(AWAY);
    }
    await well();
    await whole();
    expect((await gateway.ask(RECORD)).errors).toBeUndefined();
  });

  test('loses and doubles nothing where all its connections are ended while it syncs', async () => {
    await simulator.close();
    simulator = await startSalt({ events: 4 * BATCH, seed: 7, latencyMs: 20 });
    open[3] = () => simulator.close();
    gateway = await start();
    for (const stored of [1, BATCH + 1, 2 * BATCH + 1]) {
      await vi.waitFor(async () => expect((await inner.stored('salt')).length).toBeGreaterThanOrEqual(stored), PATIENT);
      const sql = `WITH its AS MATERIALIZED (SELECT pid FROM pg_stat_activity
          WHERE datname = current_database() AND application_name LIKE 'audit-gateway%')
        SELECT pg_terminate_backend(pid) FROM its WHERE (SELECT count(*) FROM its) > 1`;
      await vi.waitFor(async () => expect((await inner.rows(sql)).length).toBeGreaterThan(1), PATIENT);
    }
    await whole();
    await well();
  });
});

const AWAY = {
  code: 'UPSTREAM_FAILED',
  problems: [{ source: 'gateway', code: expect.stringMatching(/^(UNREACHABLE|UPSTREAM_ERROR)$/) }],
};

function failureOf({ errors }: Told): { readonly code: unknown; readonly problems: unknown } {
  const [error] = errors ?? [];
  const problems = error?.extensions.problems as readonly { source: string; code: string }[] | undefined;
  return { code: error?.extensions.code, problems: problems?.map(({ source, code }) => ({ source, code })) };
}

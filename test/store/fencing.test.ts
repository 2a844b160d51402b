import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GATEWAY } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { DAY, EARLIEST, plus } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { problem } from '../../src/lanes/source-error.ts';
import type { Database } from '../../src/store/engine/database.ts';
import { readMigrations } from '../../src/store/engine/migrations.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { ensureParts } from '../../src/store/events/make-parts.ts';
import { writing } from '../../src/store/events/writing.ts';
import { type Lease, LeaseLost } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { prismaStore } from '../../src/store/prisma-store.ts';
import { sql } from '../../src/store/sql/sql.ts';
import { someEvent } from '../fakes/some-event.ts';
import { KEY, old } from '../sync/copied-source.ts';
import { ARCHIVED, OPENED, openTestStore, servers, type TestStore } from './databases.ts';

const WAIT = { timeout: 10_000, interval: 20 };
const NAME = `sync ${KEY}`;

describe.each(servers)('two stores on one database ($name)', (kind) => {
  let first: TestStore & { close(): Promise<void> };
  let own: Database;
  let second: EventStore;

  beforeEach(async () => {
    first = await openTestStore(kind);
    own = await openDatabase(first.options);
    const parts = { migrations: readMigrations(), rules: BUILT_IN, archived: ARCHIVED, now: () => OPENED };
    second = prismaStore({ database: own, ...parts });
    await first.store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
  });
  afterEach(async () => {
    await second.close();
    await first.close();
  });

  const batch = (lease: Lease, name: string) => ({
    ...{ source: KEY, lease, events: [old(5, name)], withheld: [], upToDate: true, now: OPENED },
    covered: [{ from: EARLIEST, until: OPENED }],
  });
  const ended = (lease: Lease, failed: boolean) => ({
    ...{ source: KEY, lease, asking: 1, added: 1, withheld: null, now: OPENED },
    failure: failed ? problem('FORBIDDEN', 'no') : null,
    event: someEvent({ source: GATEWAY }),
  });
  const recorded = (store: EventStore, action: string) =>
    store.record({
      events: [someEvent({ action, source: GATEWAY, id: eventId(GATEWAY, action) })],
      idempotencyKey: null,
      now: OPENED,
    });

  async function acquired(store: EventStore, forMs: number): Promise<Lease> {
    return vi.waitFor(async () => {
      const lease = await store.leases.acquire(NAME, forMs);
      if (!('token' in lease)) throw new Error(`held for ${lease.heldForMs} ms`);
      return lease;
    }, WAIT);
  }

  test('whoever lost the lease writes nothing under it, and its holder all', async () => {
    const { store } = first;
    const lost = await acquired(store, 1);
    const held = await acquired(second, 60_000);
    expect(held.token).toBe(lost.token + 1);
    const before = await store.syncStates();
    const tries = [
      () => store.beginSync(KEY, lost),
      () => store.ingest(batch(lost, 'late')),
      () => store.endSync(ended(lost, true)),
      () => store.leases.renew(lost, 60_000),
    ];
    for (const again of tries) await expect(again()).rejects.toBeInstanceOf(LeaseLost);
    await store.leases.release(lost);
    expect([await store.syncStates(), await store.stored()]).toEqual([before, 0]);
    expect(await store.leases.acquire(NAME, 1)).toEqual({ heldForMs: expect.any(Number) });
    await second.leases.renew(held, 60_000);
    await second.beginSync(KEY, held);
    expect(await second.ingest(batch(held, 'in time'))).toEqual({ added: 1, refused: [] });
    await second.endSync(ended(held, false));
    expect(await store.stored()).toBe(2);
  });

  const waiting = async (count: number) => {
    const waits = sql`SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect(await own.rows(waits)).toHaveLength(count), WAIT);
  };
  const cut = (lease: Lease) => ({
    ...{ source: KEY, lease, from: OPENED, now: OPENED, problem: problem('INVALID_RESPONSE', 'early') },
    event: someEvent({ source: GATEWAY }),
  });

  test.each<[string, (store: EventStore, lease: Lease) => Promise<unknown>]>([
    ['a run begins', (store, lease) => store.beginSync(KEY, lease)],
    ['its holder stores a batch', (store, lease) => store.ingest(batch(lease, 'in time'))],
    ['a run is cut back', (store, lease) => store.cutBack(cut(lease))],
    ['a run ends', (store, lease) => store.endSync(ended(lease, false))],
  ])('nobody takes the lease over while %s', async (_, write) => {
    await ensureParts(first.database, [old(5), someEvent()]);
    const lease = await acquired(first.store, 1);
    const order: string[] = [];
    const note = (what: string) => () => {
      order.push(what);
    };
    const [writes, takes] = await own.inSession(async (session) => {
      await session.script('BEGIN; LOCK TABLE archive IN SHARE MODE');
      const writing = write(first.store, lease).then(note('written'));
      await waiting(1);
      const taking = acquired(second, 60_000).then(note('taken'));
      await waiting(2);
      await session.script('COMMIT');
      return [writing, taking];
    });
    await Promise.all([writes, takes]);
    expect(order).toEqual(['written', 'taken']);
  });

  test('nobody takes the lease of retention over while it removes', async () => {
    const { store, database } = first;
    await store.ingest(batch(await acquired(store, 60_000), 'old'));
    await database.own.execute(sql`UPDATE audit_config SET period_days = 1`);
    const settled = await own.inSession(async (session) => {
      await session.script('BEGIN; LOCK TABLE archive IN SHARE MODE');
      const pruning = store.prune(plus(OPENED, 2 * DAY));
      await waiting(1);
      const taking = second.leases.acquire('prune', 60_000);
      await waiting(2);
      await session.script('COMMIT');
      return [pruning, taking] as const;
    });
    expect(await settled[0]).toEqual({ removed: 1 });
    expect(await settled[1]).toEqual({ heldForMs: expect.any(Number) });
  });

  test('a write that its process left in the middle is ended, and keeps nobody from writing for ever', async () => {
    const { store, database } = first;
    const limit = sql`SELECT setting::int AS ms FROM pg_settings
      WHERE name = 'idle_in_transaction_session_timeout'`;
    // A statement by itself leaves no time between: only sessions and transactions may be left in the middle.
    const inSession = database.inSession((session) => session.query(limit.text));
    expect(await inSession).toEqual([{ ms: 10_000 }]);
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let inside = false;
    const left = writing(database, async (tx) => {
      expect(await tx.rows(limit)).toEqual([{ ms: 10_000 }]);
      await tx.execute(sql`UPDATE audit_config SET revision = 77`);
      inside = true;
      await asleep;
      await tx.execute(sql`UPDATE audit_config SET revision = 78`);
    }).catch((error: unknown) => error);
    await vi.waitFor(() => expect(inside).toBe(true), WAIT);
    expect(await recorded(second, 'meanwhile')).toMatchObject({ recorded: 1 });
    wake();
    expect(await left).toBeInstanceOf(Error);
    expect(await recorded(store, 'afterwards')).toMatchObject({ recorded: 1 });
    expect((await second.config()).revision).toBe(1);
  });

  test('a connection that is ended while somebody holds it is an error to its holder, and to nobody else', async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.on('uncaughtException', note);
    const held = first.database.inSession(async (session) => {
      const [row] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const pid = row?.pid ?? null;
      const alive = sql`SELECT pid FROM pg_stat_activity WHERE pid = ${pid}::int`;
      await own.rows(sql`SELECT pg_terminate_backend(${pid}::int)`);
      await vi.waitFor(async () => expect(await own.rows(alive)).toEqual([]), WAIT);
      await vi.waitFor(() => expect(session.query('SELECT 1')).rejects.toThrow(/not queryable/), WAIT);
    });
    await held.finally(() => process.off('uncaughtException', note));
    expect(uncaught).toEqual([]);
    expect(await recorded(first.store, 'afterwards')).toMatchObject({ recorded: 1 });
  });
});

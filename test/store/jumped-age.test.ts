import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { DAY, type Instant, MILLISECOND, plus, SECOND } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { prismaStore } from '../../src/store/prisma-store.ts';
import { BELIEVED_AFTER_MS, steadyClock } from '../../src/store/rules/steady-clock.ts';
import { someEvent } from '../fakes/some-event.ts';
import { ARCHIVED, databases, OPENED, useStore } from './databases.ts';

const KEY = 'salt-prod' as SourceKey;
const OTHER = ARCHIVED.find((key) => key !== KEY) as SourceKey;
const KEPT_DAYS = 30;

/** One event for each day before then. */
async function put(store: EventStore, before: Instant, days: number): Promise<void> {
  await store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
  const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
  const events = Array.from({ length: days }, (_, day) =>
    someEvent({ source: KEY, occurredAt: plus(before, -(day + 1) * DAY + SECOND), id: eventId(KEY, `${day}`) }),
  );
  await store.ingest({ source: KEY, lease, events, covered: [], withheld: [], upToDate: true, now: before });
  await store.leases.release(lease);
}

describe.each(databases)('what is removed for its age on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().clear());
  const change = (store: EventStore, now: Instant, dryRun = false) =>
    store.changeConfig({ patch: { periodDays: KEPT_DAYS }, expectedRevision: null, dryRun, now, by: null });

  test("is not removed by a clock that is ahead of the database's", async () => {
    const { store } = open();
    const right = await store.now();
    await put(store, right, 20);
    const ahead = plus(right, 365 * DAY);
    expect(await change(store, ahead, true)).toMatchObject({ pruned: 0 });
    expect(await change(store, ahead)).toMatchObject({ pruned: 0 });
    expect(await store.prune(ahead)).toEqual({ removed: 0 });
  });

  test('is not removed, forgotten or left out by a clock that jumped ahead a moment ago, where no other one tells', async () => {
    const { database } = open();
    let now = OPENED;
    const store = prismaStore({ database, migrations: [], rules: BUILT_IN, archived: ARCHIVED, now: () => now });
    await put(store, OPENED, 20);
    const once = { events: [someEvent({})], idempotencyKey: 'once', now };
    await store.record(once);
    now = plus(OPENED, 365 * DAY);
    expect(await change(store, now, true)).toMatchObject({ pruned: 0 });
    expect(await change(store, now)).toMatchObject({ pruned: 0 });
    expect(await store.prune(now)).toEqual({ removed: 0 });
    expect((await store.record(once)).recorded).toBe(1);
    expect(await database.own.models(({ idempotency }) => idempotency.count())).toBe(1);
    await store.openArchives([{ key: OTHER, kind: 'salt', place: 'there', archived: true }]);
    const keptFrom = (await store.syncStates()).get(OTHER)?.keptFrom ?? 0;
    expect(Math.abs(keptFrom - plus(OPENED, -KEPT_DAYS * DAY))).toBeLessThan(600 * SECOND);
  });
});

test('a clock that jumped ahead is believed when it has stayed there; one that was set back, or goes a little fast, at once', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    let [ms, aheadUs] = [0, 0];
    const steady = steadyClock(
      () => plus(OPENED, ms * MILLISECOND + aheadUs),
      () => ms,
    );
    const pass = (passing: number) => {
      for (const end = ms + passing; ms < end; ms += 60_000) vi.advanceTimersByTime(60_000);
    };
    pass(BELIEVED_AFTER_MS);
    aheadUs = SECOND;
    expect(steady.aheadUs()).toBe(0);
    aheadUs = 3 * DAY;
    expect(steady.aheadUs()).toBe(3 * DAY);
    pass(BELIEVED_AFTER_MS / 2);
    expect(steady.aheadUs()).toBe(3 * DAY);
    pass(BELIEVED_AFTER_MS);
    expect(steady.aheadUs()).toBe(0);
    aheadUs = -DAY;
    expect(steady.aheadUs()).toBe(0);
    aheadUs = 0;
    expect(steady.aheadUs()).toBe(DAY);
    steady.stop();
  } finally {
    vi.useRealTimers();
  }
});

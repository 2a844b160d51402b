import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditSettings } from '../../src/domain/audit-settings.ts';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { DAY, EARLIEST, type Instant, parseRfc3339, plus, SECOND } from '../../src/domain/instant.ts';
import { presentParts } from '../../src/store/events/partitions.ts';
import { PRUNE_BATCH } from '../../src/store/events/prune.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { sql } from '../../src/store/sql/sql.ts';
import { someEvent } from '../fakes/some-event.ts';
import { databases, useStore } from './databases.ts';
import { storedEvents } from './stored-events.ts';

const NOW = parseRfc3339('2024-03-15T00:00:00Z') as Instant;
const KEY = 'salt-prod' as SourceKey;

/** So many events of the source, one every hour before that day. */
function hours(count: number, before: string): readonly AuditEvent[] {
  const until = parseRfc3339(before) as Instant;
  return Array.from({ length: count }, (_, index) =>
    someEvent({
      occurredAt: plus(until, -(index + 1) * 3_600 * SECOND),
      id: eventId(KEY, `${before} ${index}`),
      action: `${before} ${index}`,
    }),
  );
}

async function put(store: EventStore, events: readonly AuditEvent[]): Promise<void> {
  await store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
  const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
  const covered = [{ from: EARLIEST, until: NOW }];
  await store.ingest({ source: KEY, lease, events, covered, withheld: [], upToDate: true, now: NOW });
  await store.leases.release(lease);
}

function change(store: EventStore, patch: Partial<AuditSettings>, dryRun = false) {
  return store.changeConfig({ patch, expectedRevision: null, dryRun, now: NOW, by: null });
}

async function stateOf(store: EventStore) {
  const state = (await store.syncStates()).get(KEY);
  if (!state) throw new Error('expected a source that is copied');
  return state;
}

describe.each(databases)('pruning on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().clear());
  const months = async () => (await presentParts(open().database.own)).map(({ name }) => name.slice(-7));

  test.each<[string, Partial<AuditSettings>, number]>([
    ['by age', { periodDays: 30 }, 300 + 400 - 13 * 24],
    ['by number', { records: 100 }, 700 + 1 - 100],
    ['by both', { periodDays: 30, records: 10 }, 700 + 1 - 10],
  ])('%s removes exactly what a dry run said, and counts it right', async (_how, patch, gone) => {
    const { store, database } = open();
    await put(store, [...hours(300, '2024-02-01'), ...hours(400, '2024-02-27')]);
    expect(await change(store, patch, true)).toMatchObject({ pruned: gone });
    expect(await store.stored()).toBe(700);
    expect(await change(store, patch)).toMatchObject({ pruned: gone });
    const left = await storedEvents(store);
    expect(left).toHaveLength(701 - gone);
    expect(await store.stored()).toBe(left.length);
    expect((await stateOf(store)).storedEvents).toBe(left.filter(({ source }) => source === KEY).length);
    const [counted] = await database.own.rows<{ rows: number }>(sql`SELECT count(*)::int AS rows FROM audit_event`);
    expect(counted?.rows).toBe(left.length);
  });

  test('drops whole months, and takes the rest out of the month that is left', async () => {
    const { store } = open();
    await put(store, [...hours(50, '2024-01-20'), ...hours(50, '2024-02-10'), ...hours(50, '2024-03-11')]);
    expect(await months()).toEqual(['2024_01', '2024_02', '2024_03']);
    expect(await change(store, { periodDays: 5 })).toMatchObject({ pruned: 126 });
    expect(await months()).toEqual(['2024_03']);
    expect(await stateOf(store)).toMatchObject({
      ...{ storedEvents: 24, keptFrom: plus(NOW, -5 * DAY) },
      covered: [{ from: plus(NOW, -5 * DAY), until: NOW }],
    });
  });

  test('by number drops the months that hold nothing to be kept', async () => {
    const { store } = open();
    await put(store, [...hours(50, '2024-01-20'), ...hours(50, '2024-02-10'), ...hours(50, '2024-03-10')]);
    expect(await change(store, { records: 61 })).toMatchObject({ pruned: 90 });
    expect(await months()).toEqual(['2024_02', '2024_03']);
    const oldest = (await storedEvents(store)).at(-1) as AuditEvent;
    expect((await stateOf(store)).keptFrom).toBeLessThanOrEqual(oldest.occurredAt);
  });

  test('removes more than fits in one step', async () => {
    const { store } = open();
    const many = Array.from({ length: PRUNE_BATCH + 500 }, (_, index) =>
      someEvent({ occurredAt: plus(NOW, -index * SECOND), id: eventId(KEY, String(index)) }),
    );
    await put(store, many);
    expect(await change(store, { records: 10 })).toMatchObject({ pruned: many.length + 1 - 10 });
    expect(await store.stored()).toBe(10);
  });

  test('leaves a month alone that came back to life, and what retention keeps', async () => {
    const { store } = open();
    await put(store, hours(50, '2024-01-20'));
    expect(await store.prune(NOW)).toEqual({ removed: 0 });
    expect(await months()).toEqual(['2024_01']);
  });

  test('copies again what a looser retention would keep', async () => {
    const { store } = open();
    await put(store, hours(50, '2024-03-10'));
    await change(store, { periodDays: 5 });
    expect((await stateOf(store)).keptFrom).not.toBeNull();
    await change(store, { periodDays: 0 });
    expect(await stateOf(store)).toMatchObject({
      keptFrom: null,
      covered: [{ from: plus(NOW, -5 * DAY), until: NOW }],
    });
  });

  test('is not undone by a copy that began before: what it stores below is claimed by nobody', async () => {
    const { store } = open();
    await change(store, { records: 10 });
    await put(store, hours(20, '2024-03-10'));
    await store.prune(NOW);
    const { keptFrom, covered } = await stateOf(store);
    await put(store, hours(20, '2024-02-10'));
    expect(await stateOf(store)).toMatchObject({ keptFrom, covered });
    await store.prune(NOW);
    expect(await stateOf(store)).toMatchObject({ keptFrom, covered });
  });

  test('is done by one at a time: two at once remove together what there is to remove', async () => {
    const { store } = open();
    await put(store, hours(500, '2024-02-01'));
    await change(store, { periodDays: 60 });
    const [later, before] = [plus(NOW, 30 * DAY), await store.stored()];
    const removed = await Promise.all([store.prune(later), store.prune(later)]);
    expect(removed.reduce((sum, each) => sum + each.removed, 0)).toBe(before - (await store.stored()));
    expect(await storedEvents(store)).toHaveLength(1);
  });
});

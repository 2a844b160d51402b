import { beforeEach, describe, expect, test, vi } from 'vitest';
import { GATEWAY } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { type Instant, plus, SECOND } from '../../src/domain/instant.ts';
import { IdempotencyConflict, RevisionConflict } from '../../src/store/port/event-store.ts';
import { someEvent } from '../fakes/some-event.ts';
import { OPENED } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';
import { stores, useKitStore } from './stores.ts';

const at = (seconds: number): Instant => plus(OPENED, seconds * SECOND);
const own = (name: string, seconds = 0) =>
  someEvent({ source: GATEWAY, id: eventId(GATEWAY, name), action: name, occurredAt: at(seconds) });
const batch = (events: readonly ReturnType<typeof own>[], idempotencyKey: string | null = null) => ({
  events,
  idempotencyKey,
  now: OPENED,
});
const { signal } = new AbortController();
const change = { expectedRevision: null, dryRun: false, now: OPENED, by: 'ann' };

describe.each(stores)('$name keeps what is recorded', (kind) => {
  const open = useKitStore(kind);
  beforeEach(() => open().empty());

  test('as it was given, with the time of its recording, at its place and in its order', async () => {
    const { store } = open();
    expect(await store.record(batch([own('a', 1), own('b', 2)]))).toEqual({ recorded: 2, folded: 0, skipped: 0 });
    const [b, a] = [own('b', 2), own('a', 1)].map((event) => ({ ...event, recordedAt: OPENED }));
    expect(await storedEvents(store)).toEqual([b, a]);
    expect(await store.at([own('a', 1), own('c'), own('b', 2)])).toEqual([a, null, b]);
    expect(await store.stored()).toBe(2);
  });

  test('once for each clock minute, counted', async () => {
    const { store } = open();
    await store.record(batch([own('a', 0)]));
    expect(await store.record(batch([own('a', 59), own('a', 30)]))).toEqual({ recorded: 0, folded: 2, skipped: 0 });
    expect((await storedEvents(store)).map(({ occurredAt, count }) => [occurredAt, count])).toEqual([[OPENED, 3]]);
  });

  test('under a key once, and refuses others under it; a key that is old enough is forgotten', async () => {
    const { store } = open();
    const first = await store.record(batch([own('a')], 'key'));
    expect(await store.record(batch([own('a')], 'key'))).toEqual(first);
    expect(await store.stored()).toBe(1);
    const other = { ...own('b'), raw: { other: true } };
    await expect(store.record(batch([other], 'key'))).rejects.toBeInstanceOf(IdempotencyConflict);
    await expect(store.record(batch([own('a')], ' '))).rejects.toThrow('idempotencyKey');
    await store.prune(at(86_401));
    expect(await store.record(batch([other], 'key'))).toMatchObject({ recorded: 1 });
  });

  test('in the order of arrival, by numbers that rise, and tells who listens', async () => {
    const { store } = open();
    const heard = vi.fn();
    const end = store.onArrival(heard);
    const before = await store.lastArrival(signal);
    await store.record(batch([own('later', 9)]));
    await store.record(batch([own('earlier', -9)]));
    const arrived = await store.arrivedAfter(before, 10, signal);
    expect(arrived.map(({ event }) => event.action)).toEqual(['later', 'earlier']);
    expect(await store.lastArrival(signal)).toBe(arrived[1]?.arrival);
    expect(await store.arrivedAfter(arrived[0]?.arrival ?? 0, 1, signal)).toEqual(arrived.slice(1));
    expect(await store.arrivalOf(own('earlier', -9), signal)).toBe(arrived[1]?.arrival);
    expect(await store.arrivalOf(own('never'), signal)).toBeNull();
    await vi.waitFor(() => expect(heard).toHaveBeenCalled());
    end();
  });
});

describe.each(stores)('$name is configured', (kind) => {
  const open = useKitStore(kind);
  beforeEach(() => open().empty());

  test('to keep everything at first, at revision 1', async () => {
    const fresh = { enabled: true, periodDays: 0, records: 0, disabledTypes: [] };
    expect(await open().store.config()).toEqual({ ...fresh, revision: 1, updatedAt: OPENED, updatedBy: null });
  });

  test('by a change that is recorded, and not by one that changes nothing, is a dry run, or comes too late', async () => {
    const { store } = open();
    const patch = { disabledTypes: ['a'] };
    expect(await store.changeConfig({ ...change, patch: { enabled: true } })).toMatchObject({ changes: [], pruned: 0 });
    expect((await store.changeConfig({ ...change, patch, dryRun: true })).changes).toHaveLength(1);
    const late = store.changeConfig({ ...change, patch, expectedRevision: 7 });
    await expect(late).rejects.toBeInstanceOf(RevisionConflict);
    expect([await store.stored(), (await store.config()).revision]).toEqual([0, 1]);
    const { config } = await store.changeConfig({ ...change, patch, expectedRevision: 1 });
    expect(config).toMatchObject({ ...patch, revision: 2, updatedAt: OPENED, updatedBy: 'ann' });
    expect(await store.config()).toEqual(config);
    expect((await storedEvents(store)).map(({ recordType }) => recordType)).toEqual(['gateway.config']);
  });

  test('to let nothing of a type in, nor of its subtypes', async () => {
    const { store } = open();
    await store.changeConfig({ ...change, patch: { disabledTypes: ['a'] } });
    const events = ['a', 'a.b', 'ab'].map((recordType) => ({ ...own(recordType), recordType }));
    expect(await store.record(batch(events))).toEqual({ recorded: 1, folded: 0, skipped: 2 });
  });

  test('to keep so many events, the newest, as a dry run says', async () => {
    const { store } = open();
    await store.record(batch([own('a', -300), own('b', -200), own('c', -100)]));
    const patch = { records: 2 };
    const { pruned } = await store.changeConfig({ ...change, patch, dryRun: true });
    expect(pruned).toBe(2);
    expect(await store.changeConfig({ ...change, patch })).toMatchObject({ pruned });
    expect((await storedEvents(store)).map(({ action }) => action)).toEqual(['update', 'c']);
  });
});

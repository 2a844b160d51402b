import { beforeEach, describe, expect, test, vi } from 'vitest';
import { GATEWAY } from '../../src/domain/event.ts';
import { EARLIEST } from '../../src/domain/instant.ts';
import { problem } from '../../src/lanes/source-error.ts';
import { type Lease, LeaseLost, SourceMoved, syncLease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { someEvent } from '../fakes/some-event.ts';
import { OPENED } from '../store/databases.ts';
import { ago, KEY, old } from '../sync/copied-source.ts';
import { stores, useKitStore } from './stores.ts';

const identity = { key: KEY, kind: 'salt', place: 'here', archived: true } as const;
const NO = problem('FORBIDDEN', 'no');

function batch(lease: Lease, events = [old(5)]) {
  const covered = [{ from: EARLIEST, until: OPENED }];
  return { source: KEY, lease, events, covered, withheld: [], upToDate: true, now: OPENED, beganMs: 1 };
}

function ending(lease: Lease, asking: number, failure: typeof NO | null = null) {
  return { source: KEY, lease, asking, added: 1, failure, withheld: null, event: null, now: OPENED };
}

async function leaseOf(store: EventStore, forMs = 60_000): Promise<Lease> {
  return (await store.leases.acquire(syncLease(KEY), forMs)) as Lease;
}

async function stateOf(store: EventStore) {
  return (await store.syncStates()).get(KEY);
}

describe.each(stores)('$name copies sources', (kind) => {
  const open = useKitStore(kind);
  beforeEach(async () => {
    await open().empty();
    await open().store.openArchives([identity]);
  });

  test('that it knows by kind and place, and refuses one that is another, or was renamed', async () => {
    const { store } = open();
    await store.openArchives([identity]);
    await store.ingest(batch(await leaseOf(store)));
    await expect(store.openArchives([{ ...identity, kind: 'zstack' }])).rejects.toBeInstanceOf(SourceMoved);
    const renamed = { ...identity, key: 'renamed' as typeof KEY };
    await expect(store.openArchives([renamed])).rejects.toBeInstanceOf(SourceMoved);
    expect([...(await store.syncStates()).keys()]).toEqual([KEY]);
  });

  test('under a lease that one holds at a time, whose number rises', async () => {
    const { store } = open();
    const first = await leaseOf(store);
    expect(await store.leases.acquire(first.name, 1)).toEqual({ heldForMs: expect.any(Number) });
    await store.leases.renew(first, 60_000);
    await store.leases.release(first);
    const second = await leaseOf(store);
    expect(second).toEqual({ name: first.name, token: first.token + 1 });
    await expect(store.leases.renew(first, 60_000)).rejects.toBeInstanceOf(LeaseLost);
    await store.leases.release(first);
    await store.leases.renew(second, 60_000);
  });

  test('and writes nothing for whoever lost it', async () => {
    const { store } = open();
    const lost = await leaseOf(store);
    await store.leases.release(lost);
    const held = await leaseOf(store);
    const before = await store.syncStates();
    const cut = { source: KEY, lease: lost, from: OPENED, problem: NO, event: someEvent(), now: OPENED };
    for (const write of [
      () => store.beginSync(KEY, lost),
      () => store.ingest(batch(lost)),
      () => store.cutBack(cut),
      () => store.endSync(ending(lost, 1)),
    ]) {
      await expect(write()).rejects.toBeInstanceOf(LeaseLost);
    }
    expect([await store.syncStates(), await store.stored()]).toEqual([before, 0]);
    expect(await store.ingest(batch(held))).toEqual({ added: 1, refused: [] });
  });

  test('batch after batch: one whose forerunner failed is not stored', async () => {
    const { store } = open();
    const lease = await leaseOf(store);
    const failed = new Error('the one before');
    await expect(store.ingest({ ...batch(lease), after: Promise.reject(failed) })).rejects.toThrow(failed);
    expect([await store.stored(), (await stateOf(store))?.covered]).toEqual([0, []]);
  });

  test('a stretch with what is whole by it, and by whom; withheld windows are not', async () => {
    const { store } = open();
    const lease = await leaseOf(store);
    const withheld = [{ from: ago(20), until: ago(10) }];
    expect(await store.ingest({ ...batch(lease, [old(5), old(30)]), withheld })).toEqual({ added: 2, refused: [] });
    expect(await stateOf(store)).toMatchObject({
      covered: [
        { from: EARLIEST, until: ago(20) },
        { from: ago(10), until: OPENED },
      ],
      claims: [{ until: OPENED, atMs: 1, token: lease.token }],
      storedEvents: 2,
      lastSuccessAt: OPENED,
    });
  });

  test('and keeps of what comes again the greater count', async () => {
    const { store } = open();
    const lease = await leaseOf(store);
    for (const count of [2, 3, 1]) await store.ingest(batch(lease, [old(5, '', { count, raw: count })]));
    const [event] = await store.at([old(5)]);
    expect(event).toMatchObject({ count: 3, raw: 3 });
    expect(await store.stored()).toBe(1);
  });

  test('by runs that are at it until they end, well or not, and answers who asked for one', async () => {
    const { store } = open();
    const heard = vi.fn();
    const end = store.onSync(heard);
    const asking = await store.askForSync(KEY);
    expect(await store.isSyncAsked(KEY)).toBe(true);
    const lease = await leaseOf(store);
    expect(await store.beginSync(KEY, lease)).toEqual({ enabled: true, asking });
    expect([(await stateOf(store))?.running, await store.syncAnswer(KEY, asking)]).toEqual([true, null]);
    await store.endSync({ ...ending(lease, asking, NO), event: someEvent({ source: GATEWAY }) });
    expect(await store.syncAnswer(KEY, asking)).toEqual({ added: 1, failure: NO });
    expect([(await stateOf(store))?.running, await store.isSyncAsked(KEY)]).toEqual([false, false]);
    expect(await store.stored()).toBe(1);
    await vi.waitFor(() => expect(heard).toHaveBeenCalled());
    end();
    await store.ingest(batch(lease));
    await store.endSync(ending(lease, asking));
    expect(await store.syncAnswer(KEY, asking)).toEqual({ added: 1, failure: null });
    expect(await stateOf(store)).toMatchObject({ lastSuccessAt: OPENED, lastFailureAt: null, lastProblem: null });
  });

  test('a run whose process let go of its lease is at it no longer', async () => {
    const { store } = open();
    const lease = await leaseOf(store);
    await store.beginSync(KEY, lease);
    await store.leases.release(lease);
    expect((await stateOf(store))?.running).toBe(false);
    await store.leases.renew(lease, 60_000);
    expect((await stateOf(store))?.running).toBe(true);
  });

  test('and claims no longer what was claimed falsely, which counts as a failure', async () => {
    const { store } = open();
    const lease = await leaseOf(store);
    await store.ingest(batch(lease));
    const event = someEvent({ source: GATEWAY });
    await store.cutBack({ source: KEY, lease, from: ago(10), problem: NO, event, now: OPENED });
    expect(await stateOf(store)).toMatchObject({
      covered: [{ from: EARLIEST, until: ago(10) }],
      claims: [],
      ...{ lastProblem: NO, lastSuccessAt: OPENED, lastFailureAt: OPENED, storedEvents: 1 },
    });
    expect(await store.at([event])).toMatchObject([{ id: event.id }]);
  });

  test('and knows the newest stored of what is not dated past a moment', async () => {
    const { store } = open();
    await store.ingest(batch(await leaseOf(store), [old(5), old(30), old(-30)]));
    expect(await store.newestStored(KEY, OPENED)).toBe(ago(5));
    expect(await store.newestStored(KEY, ago(-60))).toBe(OPENED);
    expect(await store.newestStored(KEY, ago(60))).toBeNull();
  });
});

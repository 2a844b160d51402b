import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EARLIEST, plus, SECOND } from '../../src/domain/instant.ts';
import { type TimeWindow, within } from '../../src/domain/position.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { problem, SourceError } from '../../src/lanes/source-error.ts';
import type { IngestBatch } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { BATCH } from '../../src/sync/copy.ts';
import { syncOnce } from '../../src/sync/sync-once.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { databases, OPENED, useStore } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';
import { ago, type CopiedSource, copiedSource, KEY, old } from './copied-source.ts';

const SOME = [90, 80, 70, 60, 50, 40, 30, 20, 10].map((seconds) => old(seconds));

const inSeconds = (windows: readonly TimeWindow[]) =>
  windows.map(({ from, until }) => [from === EARLIEST ? null : (from - OPENED) / SECOND, (until - OPENED) / SECOND]);

async function actions(store: EventStore): Promise<readonly string[]> {
  return (await storedEvents(store)).filter(({ source }) => source === KEY).map(({ action }) => action);
}

function ended(error: Error): void {
  if (error.message !== 'the process ends') throw error;
}

/** The store, and what was put into it by each batch. */
function watched(store: EventStore, seen: (batch: IngestBatch) => void | Promise<void>): EventStore {
  return {
    ...store,
    async ingest(batch) {
      await seen(batch);
      return store.ingest(batch);
    },
  };
}

describe.each(databases)('a sync on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());
  const sourceOf = (
    events: readonly AuditEvent[],
    more: Parameters<typeof copiedSource>[2] = {},
    batchSize: number = BATCH,
  ) => copiedSource(open().store, events, more, batchSize);

  test('copies all there is at first, and says so', async () => {
    const source = await sourceOf(SOME);
    expect(await source.sync()).toMatchObject({ added: 9, failure: null });
    expect(await actions(open().store)).toEqual(SOME.map(({ action }) => action).toReversed());
    const state = await source.state();
    expect(inSeconds(state.covered)).toEqual([[null, 0]]);
    expect(state).toMatchObject({ storedEvents: 9, lastSuccessAt: OPENED, lastFailureAt: null, lastProblem: null });
  });

  test('does the same again without storing anything twice', async () => {
    const source = await sourceOf(SOME);
    await source.sync();
    expect(await source.sync(1)).toMatchObject({ added: 0 });
    expect(await source.state()).toMatchObject({ storedEvents: 9 });
    expect(await actions(open().store)).toHaveLength(9);
  });

  test('takes the newest window first, so that what is recent is there at once', async () => {
    const source = await sourceOf(Array.from({ length: 2_500 }, (_, index) => old(index + 1)));
    const windows: (readonly number[])[] = [];
    const seen = ({ events }: IngestBatch) => {
      if (events.length > 0) windows.push([events.length, Number(events[0]?.action), Number(events.at(-1)?.action)]);
    };
    source.behave({ pageSize: 500 });
    await source.sync(0, watched(open().store, seen));
    expect(windows.map(([, first]) => first)).toEqual(
      windows.map(([, first]) => first).toSorted((a = 0, b = 0) => a - b),
    );
    expect(windows[0]?.[1]).toBe(1);
    expect(windows.at(-1)?.[2]).toBe(2_500);
  });

  test('goes on from where it was when its process ends at any batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }), async (lives) => {
        await open().empty();
        const source = await copiedSource(open().store, SOME, {}, 2);
        for (const [run, spared] of lives.entries()) {
          let left = spared;
          const dying = watched(open().store, () => {
            if (left-- === 0) throw new Error('the process ends');
          });
          await source.sync(run, dying).catch(ended);
          await holdsWhatItClaims(source, SOME);
        }
        await source.sync(lives.length);
        expect(await actions(open().store)).toHaveLength(9);
        expect(inSeconds((await source.state()).covered)).toEqual([[null, lives.length]]);
      }),
      { numRuns: 15, examples: [[[0]], [[1, 1, 1]], [[3]]] },
    );
  });

  test('finds rows that appear late, as long as they are not later than it is told to look', async () => {
    const source = await sourceOf(SOME);
    await source.sync();
    source.events.push(old(9, 'late'), old(9.5, 'later'), old(30, 'too late'));
    expect(await source.sync(5)).toMatchObject({ added: 2 });
    expect((await actions(open().store)).slice(0, 3)).toEqual(['9late', '9.5later', '10']);
  });

  test('raises a count that has grown since, in place', async () => {
    const source = await sourceOf([old(5, '', { count: 2, raw: { count: 2 } })]);
    await source.sync();
    source.events[0] = old(5, '', { count: 7, raw: { count: 7 } });
    expect(await source.sync(1)).toMatchObject({ added: 0 });
    source.events[0] = old(5, '', { count: 3, raw: { count: 3 } });
    await source.sync(2);
    expect((await storedEvents(open().store)).map(({ count, raw }) => [count, raw])).toEqual([[7, { count: 7 }]]);
  });

  test('that fails in the middle keeps what is whole, claims no more, tells why, and asks for the rest again', async () => {
    const source = await sourceOf(SOME);
    source.behave({ failAt: 2 });
    const { failure } = await source.sync();
    expect(failure).toMatchObject({ code: 'UNREACHABLE' });
    await holdsWhatItClaims(source, SOME);
    expect(await source.state()).toMatchObject({ lastFailureAt: OPENED, lastProblem: { code: 'UNREACHABLE' } });
    const [event] = (await storedEvents(open().store)).filter(({ source: key }) => key === 'gateway');
    expect(event).toMatchObject({
      ...{ recordType: 'gateway.sync', action: 'sync', outcome: 'FAILURE', target: { type: 'source', uid: KEY } },
      raw: { details: { code: 'UNREACHABLE', source: KEY } },
    });
    source.behave({});
    await source.sync(1);
    expect(await source.state()).toMatchObject({ lastProblem: null, storedEvents: 9 });
    expect(inSeconds((await source.state()).covered)).toEqual([[null, 1]]);
  });

  test.each([BATCH, 3, 1])(
    'leaves what the source withholds outside of what it claims, and asks for it again, by batches of %d',
    async (size) => {
      const source = await sourceOf(SOME, {}, size);
      const gap = { from: ago(45), until: ago(25) };
      source.behave({ lane: withholding(source, gap) });
      expect(await source.sync()).toMatchObject({ failure: null });
      expect(inSeconds((await source.state()).covered)).toEqual([
        [null, -45],
        [-25, 0],
      ]);
      expect(await source.state()).toMatchObject({ lastProblem: { code: 'INVALID_RESPONSE' }, lastFailureAt: null });
      source.behave({});
      await source.sync(1);
      expect(inSeconds((await source.state()).covered)).toEqual([[null, 1]]);
      expect(await source.state()).toMatchObject({ lastProblem: null, storedEvents: 9 });
    },
  );

  test.each([BATCH, 3, 1])('claims no moment of a record that the store refuses, by batches of %d', async (size) => {
    const refused = old(22, 'refused', { count: 2 ** 40 });
    const source = await sourceOf([...SOME, refused, old(22, 'beside'), old(21)], {}, size);
    expect(await source.sync()).toMatchObject({ failure: null, added: SOME.length + 2 });
    const { covered, lastProblem } = await source.state();
    expect(covered.filter((window) => within(refused.occurredAt, window))).toEqual([]);
    expect(covered.length).toBe(2);
    expect(lastProblem).toMatchObject({ message: expect.stringContaining(refused.id) });
  });

  test('takes back what it claimed where a failure throws doubt on it', async () => {
    const source = await sourceOf(SOME);
    await source.sync();
    const doubt = new SourceError(problem('OUT_OF_ORDER', 'not in order'), { doubtfulSince: ago(5) });
    source.behave({ lane: { ...arrayLane({ key: KEY, events: [] }), open: () => endingIn(doubt, ago(-30)) } });
    await source.sync(60);
    expect(inSeconds((await source.state()).covered)).toEqual([[null, -5]]);
  });

  test('does what is new again between batches of a long backfill, whenever a poll is due', async () => {
    const { store } = open();
    const source = await sourceOf(
      Array.from({ length: 3_000 }, (_, index) => old(index + 100)),
      { pollUs: SECOND },
    );
    source.behave({ pageSize: 1_000 });
    let batches = 0;
    const clocked = watched(store, () => {
      batches += 1;
      if (batches === 1) source.events.push(old(-0.5, 'new'));
    });
    const now = () => plus(OPENED, batches * SECOND);
    const lease = { name: `sync ${KEY}`, token: 1 };
    const lane = arrayLane({ key: KEY, events: source.events, pageSize: 1_000 });
    const order: string[] = [];
    const told = watched(clocked, ({ events }) => {
      if (events.length > 0) order.push(events.some(({ action }) => action === '-0.5new') ? 'new' : 'backfill');
    });
    await syncOnce({
      ...{
        store: told,
        lease,
        rules: { keys: [] },
        now,
        elapsedMs: () => batches * 1_000,
        signal: new AbortController().signal,
      },
      source: {
        ...{ key: KEY, name: 'Salt', kind: 'salt', lane, pollUs: SECOND, latenessUs: 10 * SECOND },
        beginsAt: () => EARLIEST,
      },
    });
    expect(order.indexOf('new')).toBeGreaterThan(0);
    expect(order.indexOf('new')).toBeLessThan(order.length - 1);
    expect(await source.state()).toMatchObject({ storedEvents: 3_001 });
  });

  test('copies nothing from before its beginning, and nothing that retention has removed', async () => {
    const source = await sourceOf(SOME, { beginsAt: () => ago(55) });
    await source.sync();
    expect(inSeconds((await source.state()).covered)).toEqual([[-55, 0]]);
    await open().store.changeConfig({
      ...{ patch: { records: 4 }, expectedRevision: null, dryRun: false, by: null },
      now: plus(OPENED, SECOND),
    });
    const before = await source.state();
    expect(before).toMatchObject({ keptFrom: plus(ago(40), 1), storedEvents: 3 });
    await source.sync(2);
    expect(await actions(open().store)).toEqual(['10', '20', '30']);
    expect(inSeconds((await source.state()).covered)).toEqual([[-40 + 1e-6, 2]]);
  });

  test('keeps out what is disabled, and copies it when it is let in again', async () => {
    const { store } = open();
    const typed = SOME.map((event, index) => ({ ...event, recordType: index % 3 === 0 ? 'noise.a' : 'signal' }));
    const source = await sourceOf(typed);
    const change = (patch: object, after: number) =>
      store.changeConfig({ patch, expectedRevision: null, dryRun: false, by: null, now: plus(OPENED, after * SECOND) });
    await change({ disabledTypes: ['noise'] }, 0);
    await source.sync(1);
    expect(await actions(store)).toHaveLength(6);
    expect(inSeconds((await source.state()).covered)).toEqual([[null, 1]]);
    await change({ disabledTypes: [] }, 2);
    expect(inSeconds((await source.state()).covered)).not.toEqual([[null, 1]]);
    await source.sync(3);
    expect(await actions(store)).toHaveLength(9);
    expect(inSeconds((await source.state()).covered)).toEqual([[null, 3]]);
  });

  test('copies nothing while auditing is off, and does not claim to', async () => {
    const { store } = open();
    const source = await sourceOf(SOME);
    const change = (enabled: boolean, after: number) =>
      store.changeConfig({
        ...{ patch: { enabled }, expectedRevision: null, dryRun: false, by: null, now: plus(OPENED, after * SECOND) },
      });
    await change(false, 0);
    expect(await source.sync(1)).toEqual({ added: 0, failure: null, isHopeless: false });
    expect((await source.state()).covered).toEqual([]);
    await change(true, 2);
    await source.sync(3);
    expect(await actions(store)).toHaveLength(9);
  });

  async function holdsWhatItClaims(source: CopiedSource, all: readonly AuditEvent[]): Promise<void> {
    const { covered } = await source.state();
    const stored = new Set(await actions(open().store));
    const claimed = all.filter(({ occurredAt }) =>
      covered.some(({ from, until }) => occurredAt >= from && occurredAt < until),
    );
    expect(claimed.filter(({ action }) => !stored.has(action))).toEqual([]);
  }
});

/** The source's lane, in which what lies in the gap cannot be read. */
function withholding(source: CopiedSource, gap: TimeWindow) {
  const events = source.events.filter(({ occurredAt }) => occurredAt < gap.from || occurredAt >= gap.until);
  const lane = arrayLane({ key: KEY, events, pageSize: 3 });
  return {
    ...lane,
    async *open(...args: Parameters<typeof lane.open>): AsyncGenerator<Item> {
      yield { kind: 'gap', window: gap, problem: problem('INVALID_RESPONSE', 'a record without a time') };
      yield* lane.open(...args);
    },
  };
}

async function* endingIn(error: Error, whole: number): AsyncGenerator<Item> {
  yield { kind: 'mark', at: { occurredAt: whole as never, id: '00000000-0000-0000-0000-000000000000' as never } };
  throw error;
}

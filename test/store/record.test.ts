import { beforeEach, describe, expect, test } from 'vitest';
import { type Instant, plus, SECOND } from '../../src/domain/instant.ts';
import { type RecordedInput, recordedEvent } from '../../src/domain/recorded-event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { LARGEST_WRITE } from '../../src/store/events/store-events.ts';
import { IdempotencyConflict, type RecordBatch } from '../../src/store/port/event-store.ts';
import { LARGEST_COUNT } from '../../src/store/rules/storable.ts';
import { databases, OPENED, openTestStore, servers, useStore } from './databases.ts';
import { storedEvents } from './stored-events.ts';

const input: RecordedInput = { action: 'create', recordType: 'orders.order', actor: { name: 'ann' } };

function at(seconds: number): Instant {
  return plus(OPENED, seconds * SECOND);
}

function event(given: Partial<RecordedInput> = {}) {
  return recordedEvent({ ...input, ...given }, OPENED, BUILT_IN);
}

function batch(events: RecordBatch['events'], idempotencyKey: string | null = null): RecordBatch {
  return { events, idempotencyKey, now: OPENED };
}

const numbered = (count: number) => Array.from({ length: count }, (_, number) => event({ requestId: `${number}` }));

describe.each(databases)('recording on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().clear());

  test('an event is stored as it is, with the time of its recording', async () => {
    const { store } = open();
    const recorded = event({
      occurredAt: at(0.000_001),
      message: 'done',
      actor: { uid: '1', name: 'ann', type: 'user' },
      target: { type: 'order', uid: '7', name: 'seven' },
      client: { ip: '::ffff:10.0.0.1', userAgent: 'curl', origin: 'shop' },
      sessionId: 's',
      requestId: 'r',
      durationMs: 1.25,
      changes: [{ path: '/a/0', op: 'SET', before: null, after: [1, { b: 'ß😀"\\' }] }],
      details: { text: 'ß😀"\\{}', number: 1e21, list: [null, true, 0.1], empty: '' },
    });
    expect(await store.record(batch([recorded]))).toEqual({ recorded: 1, folded: 0, skipped: 0 });
    expect(await storedEvents(store)).toEqual([{ ...recorded, recordedAt: OPENED }]);
    expect(await store.at([recorded])).toEqual([{ ...recorded, recordedAt: OPENED }]);
  });

  test('events by place come in the order asked for, with null for those that are not there', async () => {
    const { store } = open();
    const [a, b, missing] = [event({ requestId: 'a' }), event({ requestId: 'b' }), event({ requestId: 'c' })];
    await store.record(batch([a, b]));
    const found = await store.at([b, missing, a, b]);
    expect(found.map((each) => each?.requestId ?? null)).toEqual(['b', null, 'a', 'b']);
    expect(await store.at([])).toEqual([]);
  });

  test('equal events of one clock minute fold into the first, whose time stays', async () => {
    const { store } = open();
    await store.record(batch([event({ occurredAt: at(20) })]));
    const more = [event({ occurredAt: at(59.999_999) }), event({ occurredAt: at(0) }), event({ occurredAt: at(60) })];
    expect(await store.record(batch(more))).toEqual({ recorded: 1, folded: 2, skipped: 0 });
    const stored = await storedEvents(store);
    expect(stored.map(({ occurredAt, count }) => ({ occurredAt, count }))).toEqual([
      { occurredAt: at(60), count: 1 },
      { occurredAt: at(20), count: 3 },
    ]);
  });

  const MOMENTS = [0, 29.999_999, 30, 59.999_999];
  test.each(MOMENTS.flatMap((first) => MOMENTS.map((again) => [first, again] as const)))(
    'an event of second %d is one with its like of second %d, though they come one by one',
    async (first, again) => {
      const { store } = open();
      await store.record(batch([event({ occurredAt: at(first) })]));
      expect(await store.record(batch([event({ occurredAt: at(again) })]))).toMatchObject({ recorded: 0, folded: 1 });
      const stored = await storedEvents(store);
      expect(stored.map(({ occurredAt, count }) => [occurredAt, count])).toEqual([[at(first), 2]]);
    },
  );

  test('equal events of one batch fold into its first', async () => {
    const { store } = open();
    const events = [event({ occurredAt: at(5) }), event({ occurredAt: at(1) }), event({ requestId: 'other' })];
    expect(await store.record(batch(events))).toEqual({ recorded: 2, folded: 1, skipped: 0 });
    expect((await storedEvents(store)).map(({ occurredAt, count }) => [occurredAt, count])).toEqual([
      [at(5), 2],
      [at(0), 1],
    ]);
  });

  test('a count grows to the largest Int and no further', async () => {
    const { store } = open();
    const many = { ...event(), count: LARGEST_COUNT - 1 };
    await store.record(batch([many]));
    await store.record(batch([event(), event()]));
    await store.record(batch([many, many]));
    expect((await storedEvents(store)).map(({ count }) => count)).toEqual([LARGEST_COUNT]);
  });

  test('a batch larger than one statement is stored whole', async () => {
    const { store } = open();
    const events = numbered(LARGEST_WRITE + 1);
    expect(await store.record(batch(events))).toEqual({ recorded: events.length, folded: 0, skipped: 0 });
    expect(await store.stored()).toBe(events.length);
  });

  test('a batch of which one event cannot be stored stores none', async () => {
    const { store } = open();
    const events = [...numbered(LARGEST_WRITE), { ...event(), message: 'a\0b' }];
    await expect(store.record(batch(events, 'key'))).rejects.toThrow();
    expect(await store.stored()).toBe(0);
    expect(await store.record(batch([event()], 'key'))).toEqual({ recorded: 1, folded: 0, skipped: 0 });
  });

  test('nothing at all can be recorded', async () => {
    expect(await open().store.record(batch([]))).toEqual({ recorded: 0, folded: 0, skipped: 0 });
  });

  test.each([
    { patch: { enabled: false }, skipped: ['a', 'a.b', 'ab', 'b'] },
    { patch: { disabledTypes: ['a'] }, skipped: ['a', 'a.b'] },
    { patch: { disabledTypes: ['a.b', 'b'] }, skipped: ['a.b', 'b'] },
    { patch: { disabledTypes: ['A'] }, skipped: [] },
  ])('with $patch the record types $skipped are skipped', async ({ patch, skipped }) => {
    const { store } = open();
    const change = { expectedRevision: null, dryRun: false, now: at(-600), by: null };
    await store.changeConfig({ ...change, patch });
    const types = ['a', 'a.b', 'ab', 'b'];
    const result = await store.record(batch(types.map((recordType) => event({ recordType }))));
    expect(result).toEqual({ recorded: types.length - skipped.length, folded: 0, skipped: skipped.length });
    const stored = (await storedEvents(store)).map(({ recordType }) => recordType);
    expect(stored.filter((type) => type !== 'gateway.config').sort()).toEqual(
      types.filter((type) => !skipped.includes(type)),
    );
  });

  test('law 10: recording twice under one key is recording once, and gives the first answer again', async () => {
    const { store } = open();
    const first = await store.record(batch([event(), event(), event({ requestId: 'r' })], 'key'));
    expect(first).toEqual({ recorded: 2, folded: 1, skipped: 0 });
    const laterNow = plus(OPENED, 3_600 * SECOND);
    const again = [input, input, { ...input, requestId: 'r' }].map((each) => recordedEvent(each, laterNow, BUILT_IN));
    expect(await store.record({ ...batch(again, 'key'), now: laterNow })).toEqual(first);
    expect((await storedEvents(store)).map(({ count }) => count).sort()).toEqual([1, 2]);
  });

  test('other events under a key that was used are refused, and nothing of them is stored', async () => {
    const { store } = open();
    await store.record(batch([event()], 'key'));
    const refused = store.record(batch([event(), event({ requestId: 'r' })], 'key'));
    await expect(refused).rejects.toThrow(IdempotencyConflict);
    await expect(refused).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('"key"') });
    expect(await store.stored()).toBe(1);
  });

  test.each(['', ' '])('the blank idempotency key %j is refused', async (key) => {
    await expect(open().store.record(batch([event()], key))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'input.idempotencyKey',
    });
  });

  test('a key may be of any length', async () => {
    const { store } = open();
    const long = 'k'.repeat(100_000);
    await store.record(batch([event()], long));
    await store.record(batch([event()], long));
    expect((await storedEvents(store)).map(({ count }) => count)).toEqual([1]);
  });

  test('writers at the same time neither store an event twice nor lose one', async () => {
    const { store } = open();
    const results = await Promise.all(Array.from({ length: 8 }, () => store.record(batch([event(), ...numbered(20)]))));
    expect(results.map(({ recorded }) => recorded).sort((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 21]);
    expect(new Set((await storedEvents(store)).map(({ count }) => count))).toEqual(new Set([8]));
  });
});

describe.each(servers)('two gateways on $name', (kind) => {
  test('at the same time neither store an event twice nor lose one', async () => {
    const first = await openTestStore(kind);
    const second = await openTestStore({
      ...kind,
      create: async () => ({ options: first.options, drop: async () => undefined }),
    });
    try {
      const stores = [first.store, second.store, first.store, second.store];
      const results = await Promise.all([
        ...stores.map((store) => store.record(batch(numbered(50)))),
        ...stores.map((store) => store.record(batch([event()], 'key'))),
      ]);
      expect(results.slice(0, 4).reduce((sum, { recorded }) => sum + recorded, 0)).toBe(50);
      expect(results.slice(4)).toEqual(Array(4).fill({ recorded: 1, folded: 0, skipped: 0 }));
      const counts = (await storedEvents(first.store)).map(({ count }) => count);
      expect(counts.filter((count) => count === 4)).toHaveLength(50);
      expect(counts.filter((count) => count === 1)).toHaveLength(1);
    } finally {
      await second.close();
      await first.close();
    }
  });
});

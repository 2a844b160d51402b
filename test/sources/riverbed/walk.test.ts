import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { Pushdown } from '../../../src/sources/adapter.ts';
import { DEEPEST_OFFSET } from '../../../src/sources/kit/walks/offset/seek.ts';
import { riverbed } from '../../../src/sources/riverbed/index.ts';
import { MOST_OF_ONE_SECOND } from '../../../src/sources/riverbed/walk.ts';
import { appliance, type Behaviour, CALM, event, json, options, pushdown, type Row, readAll } from './appliance.ts';

/** No more is ever asked for at once than the stream declares. */
function ask(asked: Pushdown, given = options()) {
  const [stream] = riverbed.streams(given);
  if (!stream) throw new Error('no stream');
  return stream.ask({ ...asked, pageSize: Math.min(asked.pageSize, stream.capabilities.maxPageSize) });
}

const SECOND = 1_000_000;
const window = (from: number, until: number) => ({
  from: (from * SECOND) as Instant,
  until: (until * SECOND) as Instant,
});

/** Turns the rows by as many places as calls were made: rows of one second in another order in every answer. */
const turning = (rows: readonly Row[], call: number) =>
  rows.length === 0 ? rows : rows.map((_, index) => rows[(index + call) % rows.length] as Row);

interface Asked {
  readonly from?: number;
  readonly until?: number;
  readonly direction?: Direction;
  readonly pageSize?: number;
  readonly options?: JsonObject;
}

function read(rows: readonly Row[], asked: Asked, how: Partial<Behaviour> = {}) {
  const { from = 0, until = 1e9, direction = 'DESC', pageSize = 10 } = asked;
  const question = pushdown({ window: window(from, until), direction, pageSize });
  return readAll(ask(question, options(asked.options)), appliance(rows, how));
}

const rowsOf = (times: readonly number[]): readonly Row[] => times.map((timestamp, pid) => ({ pid, timestamp }));
const evenly = (count: number) => rowsOf(Array.from({ length: count }, (_, index) => index * 10));
const pidsOf = (rows: readonly Row[]) => [...new Set(rows.map(({ pid }) => pid))].sort((a, b) => a - b);
const within = (rows: readonly Row[], from: number, until: number) =>
  rows.filter(({ timestamp }) => timestamp >= from && timestamp < until);

function mustBeOrdered(rows: readonly Row[], direction: Direction) {
  const seconds = rows.map(({ timestamp }) => Math.floor(timestamp));
  const sorted = seconds.toSorted((a, b) => a - b);
  expect(seconds).toEqual(direction === 'ASC' ? sorted : sorted.toReversed());
}

describe('a walk through the Riverbed log', () => {
  const times = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 120 });
  const ends = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 }));
  const asking = fc.record({
    direction: fc.constantFrom<Direction>('ASC', 'DESC'),
    pageSize: fc.integer({ min: 1, max: 20 }),
    options: fc.record({ overlap: fc.integer({ min: 1, max: 8 }), maxPageSize: fc.integer({ min: 10, max: 25 }) }),
  });
  const behaving = fc.record({
    meta: fc.constantFrom<Behaviour['meta']>('full', 'limit', 'absent'),
    shuffle: fc.constantFrom(CALM.shuffle, turning),
  });

  it('gives all of a window in order, wherever it lies, whatever stands in one second and however it is shuffled', () => {
    fc.assert(
      fc.property(times, ends, asking, behaving, (at, [from, width], asked, how) => {
        const rows = rowsOf(at);
        const found = read(rows, { ...asked, from, until: from + width }, how).records;
        expect(pidsOf(within(found, from, from + width))).toEqual(pidsOf(within(rows, from, from + width)));
        mustBeOrdered(found, asked.direction);
      }),
      { numRuns: 1000 },
    );
  });

  it('loses no event that stays in the log, while it grows at its head and is pruned at its tail', () => {
    const seldom = (most: number) =>
      fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(most) });
    const moves = fc.array(fc.record({ added: seldom(30), pruned: seldom(30) }), { maxLength: 12 });
    fc.assert(
      fc.property(times, ends, asking, behaving, moves, (at, [from, width], asked, how, moving) => {
        let gone = 0;
        const log = (held: readonly Row[], call: number) => {
          const { added, pruned } = moving[call] ?? { added: 0, pruned: 0 };
          gone += pruned;
          const news = Array.from({ length: added }, (_, index) => ({
            pid: 1000 + call * 10 + index,
            timestamp: 61 + call,
          }));
          return [...held.slice(pruned), ...news];
        };
        const rows = rowsOf(at.toSorted((a, b) => a - b));
        const found = read(rows, { ...asked, from, until: from + width }, { ...how, log }).records;
        expect(pidsOf(found)).toEqual(expect.arrayContaining(pidsOf(within(rows.slice(gone), from, from + width))));
        mustBeOrdered(found, asked.direction);
      }),
      { numRuns: 1000 },
    );
  });

  it('steps back, further and further, when the list has moved by more than the overlap', () => {
    const log = (held: readonly Row[], call: number) => (call === 3 ? held.slice(70) : held);
    const asked = { direction: 'ASC', pageSize: 30, options: { overlap: 2 } } as const;
    const { records, requests } = read(evenly(300), asked, { log });
    const given = pidsOf(read(evenly(300), asked).records);
    expect(given).toHaveLength(300);
    expect(pidsOf(records)).toEqual(given);
    expect(requests).toBeLessThan(20);
  });

  it('reaches a deep beginning though pages may overlap by more than they hold', () => {
    const asked = { from: 100, until: 200, pageSize: 1, options: { overlap: 100, maxPageSize: 10 } };
    expect(pidsOf(within(read(evenly(500), asked).records, 100, 200))).toHaveLength(10);
  });

  it('asks once for a first page that nothing bounds', () => {
    expect(ask(pushdown({ pageSize: 51 }), options()).request).toEqual({
      method: 'GET',
      path: '/api/npm.audit/1.1/events',
      query: [
        ['sort', 'desc'],
        ['sortBy', 'timestamp'],
        ['limit', '51'],
        ['offset', '0'],
      ],
    });
    expect(read(evenly(30), { pageSize: 51 }).requests).toBe(1);
  });

  it('reads the second that ends a page again, and some events before it', () => {
    const { next } = ask(pushdown({ pageSize: 10 }), options()).read(appliance(evenly(30))(first(10)));
    expect(next?.request.query).toContainEqual(['offset', '4']);
    expect(next?.request.query).toContainEqual(['limit', '16']);
  });

  it.each(['full', 'absent'] as const)('finds a deep beginning with few looks, meta %s', (meta) => {
    const rows = evenly(100_000);
    const { records, requests } = read(rows, { from: 499_900, until: 500_000, pageSize: 50 }, { meta });
    expect(pidsOf(within(records, 499_900, 500_000))).toHaveLength(10);
    expect(requests).toBeLessThanOrEqual(meta === 'full' ? 8 : 24);
    expect(records.length).toBeLessThan(200);
  });

  it('finds a deep beginning in O(log n) looks, however unevenly events are spread', () => {
    const rows = rowsOf(Array.from({ length: 20_000 }, (_, index) => Math.floor(1000 * 1.0007 ** index)));
    for (const target of [1_001, 2_000, 50_000, 1_000_000, 200_000_000]) {
      expect(read(rows, { from: target, until: target + 1, pageSize: 50 }).requests).toBeLessThan(40);
    }
  });

  it('finds a deep beginning in O(log n) looks behind a cluster of far newer events', () => {
    const rows = rowsOf(Array.from({ length: 50_060 }, (_, index) => (index < 50_000 ? index : 900_000_000 + index)));
    expect(read(rows, { from: 40_000, until: 40_001, pageSize: 50 }).requests).toBeLessThan(40);
  });

  it('stops behind the far end of its window', () => {
    const { requests } = read(evenly(1000), { from: 9_950, until: 20_000 });
    expect(requests).toBe(1);
  });

  it('reads a second that fills a page by asking for more at once', () => {
    const rows = rowsOf([...Array(300).fill(50), 40, 30]);
    const { records } = read(rows, { pageSize: 10 }, { shuffle: turning });
    expect(pidsOf(records)).toHaveLength(302);
  });

  it('gives up on a second that holds more events than it may', () => {
    const rows = rowsOf(Array(MOST_OF_ONE_SECOND + 1).fill(50));
    expect(() => read(rows, {})).toThrow(`to end within ${MOST_OF_ONE_SECOND} events`);
  });

  it.each([
    ['its meta says there are more', { meta: 'full', atMost: 7 }],
    ['its meta says what it was cut to', { meta: 'limit', atMost: 7 }],
    ['it may have been cut', { meta: 'absent', atMost: 7 }],
  ] as const)('does not take a short page for the last when %s', (_, how) => {
    expect(pidsOf(read(evenly(450), { pageSize: 10, options: { overlap: 2 } }, how).records)).toHaveLength(450);
  });

  it('does not take a page that was cut inside a second for the last one', () => {
    const rows = rowsOf(Array(20).fill(5));
    expect(() => read(rows, {}, { meta: 'absent', atMost: 7 })).toThrow('expected a second to end');
  });

  const short = [event({ pid: 1, timestamp: 2 }), event({ pid: 2, timestamp: 1 })];

  it.each([
    ['a total', { total: '2' }],
    ['a limit', { limit: 50, total: null }],
  ])('ends with a short page whose meta gives %s', (_, meta) => {
    const step = ask(pushdown(), options()).read(json({ items: short, meta }));
    expect(step).toMatchObject({ result: { records: short }, next: null });
  });

  it.each([
    ['absent', undefined],
    ['no object', 'none'],
    ['nonsense', { total: -1, limit: 1.5 }],
    ['too little', { total: 0 }],
  ])('looks whether a short page was the last when meta is %s', (_, meta) => {
    const { result, next } = ask(pushdown(), options()).read(json({ items: short, meta }));
    expect(result.records).toEqual(short);
    expect(next?.request.query?.slice(2)).toEqual([
      ['limit', '1'],
      ['offset', '2'],
    ]);
    expect(next?.read(json({ items: [] }))).toEqual({ result: { records: [], wholeUntil: null }, next: null });
  });

  it('tells the total that the appliance gives, and none that it does not', () => {
    const answer = (meta: JsonObject) =>
      ask(pushdown(), options()).read(json({ items: [event({ pid: 1, timestamp: 1 })], meta }));
    expect(answer({ total: 1 }).total).toBe(1);
    expect(answer({ count: 1 })).not.toHaveProperty('total');
    expect(answer({ total: -1 })).not.toHaveProperty('total');
  });

  it('ends at once in a log that is empty', () => {
    expect(ask(pushdown(), options()).read(json({ items: [] }))).toEqual({
      result: { records: [], wholeUntil: null },
      next: null,
    });
  });

  it('refuses a total that nothing comes of', () => {
    expect(() => ask(pushdown(), options()).read(json({ items: [], meta: { total: 5 } }))).toThrow(
      'expected some of 5 events',
    );
  });

  it('refuses to seek in a list that never ends', () => {
    const everlasting = () => json({ items: [event({ pid: 1, timestamp: 900 })] });
    const question = ask(pushdown({ window: window(0, 10), pageSize: 1 }), options());
    expect(() => readAll(question, everlasting)).toThrow(`to end before offset ${DEEPEST_OFFSET}`);
  });

  it('notices an order that does not hold among events it leaves out', () => {
    const items = [700, 900, 800, 750, 720].map((timestamp, pid) => event({ pid, timestamp }));
    const question = ask(pushdown({ window: window(0, 10), pageSize: 5 }), options());
    expect(() => question.read(json({ items }))).toThrow('expected events sorted by time, DESC');
  });

  it('does not hide events that are out of order', () => {
    const items = [5, 9, 7].map((timestamp, pid) => event({ pid, timestamp }));
    expect(ask(pushdown(), options()).read(json({ items })).result.records).toEqual(items);
  });

  it('passes on an event without a readable time, and ends though a log is full of them', () => {
    const lost = { timestamp: null, action: 'update' };
    const items = [event({ pid: 1, timestamp: 9 }), lost, event({ pid: 2, timestamp: 5 })];
    expect(ask(pushdown(), options()).read(json({ items })).result.records).toEqual(items);
    const allLost = () => json({ items: Array(1000).fill(lost) });
    expect(() => readAll(ask(pushdown(), options()), allLost)).toThrow('events, but it went on');
  });

  it('uses the words for order that the options give', () => {
    const given = options({ sortBy: 'time', ascending: 'up', descending: 'down' });
    expect(ask(pushdown({ direction: 'ASC' }), given).request.query?.slice(0, 2)).toEqual([
      ['sort', 'up'],
      ['sortBy', 'time'],
    ]);
    expect(ask(pushdown(), given).request.query?.[0]).toEqual(['sort', 'down']);
  });

  it.each([
    ['no object', [], 'unexpected answer at the body'],
    ['no items', { meta: {} }, 'unexpected answer at items'],
    ['items of text', { items: 'none' }, 'unexpected answer at items'],
  ])('refuses an answer with %s', (_, body, message) => {
    expect(() => ask(pushdown(), options()).read(json(body))).toThrow(message);
  });
});

function first(limit: number) {
  return ask(pushdown({ pageSize: limit }), options()).request;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { Direction } from '../../../src/domain/order.ts';
import { salt } from '../../../src/sources/salt/index.ts';
import { MOST_OF_ONE_TICK } from '../../../src/sources/salt/walk.ts';
import { type Behaviour, json, options, pushdown, type Row, readAll, record, server, timeText } from './server.ts';

const stream = (given = options()) => {
  const [only] = salt.streams(given);
  if (!only) throw new Error('no stream');
  return only;
};

const CALM: Behaviour = { endBelongs: true, count: 'all', shuffle: (rows) => rows };

/** Turns the rows alike in time by as many places as calls were made: another order in every answer. */
const turning = (rows: readonly Row[], call: number) =>
  rows.length === 0 ? rows : rows.map((_, index) => rows[(index + call) % rows.length] as Row);

const window = (from: number, until: number) => ({ from: from as Instant, until: until as Instant });

function read(rows: readonly Row[], how: Partial<Behaviour>, direction: Direction, pageSize: number, most = 1000) {
  const asked = pushdown({ window: window(0, 10_000), direction, pageSize });
  return readAll(stream(options({ maxPageSize: most })).ask(asked) as never, server(rows, { ...CALM, ...how }));
}

const timesOf = (records: readonly Json[]) => records.map((row) => (row as { start_time: string }).start_time);
const idsOf = (records: readonly Json[]) =>
  [...new Set(records.map((row) => (row as { id: number }).id))].sort((a, b) => a - b);

const rowsOf = (times: readonly number[]) => times.map((at, id) => ({ id, at }));

describe('a walk through the Salt log', () => {
  it('loses nothing and keeps the order of time, whatever stands alike in time and however it changes places', () => {
    const behaviour = fc.record({
      endBelongs: fc.boolean(),
      count: fc.constantFrom<Behaviour['count']>('all', 'page', 'table'),
      shuffle: fc.constantFrom(CALM.shuffle, turning),
    });
    const times = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 80 });
    const direction = fc.constantFrom<Direction>('ASC', 'DESC');
    fc.assert(
      fc.property(times, behaviour, direction, fc.integer({ min: 1, max: 20 }), (at, how, towards, pageSize) => {
        const rows = rowsOf(at);
        const { records } = read(rows, how, towards, pageSize);
        expect(idsOf(records)).toEqual(rows.map((row) => row.id));
        const sorted = timesOf(records).toSorted();
        expect(timesOf(records)).toEqual(towards === 'ASC' ? sorted : sorted.toReversed());
      }),
      { numRuns: 300 },
    );
  });

  it('asks once when the answer is shorter than the page', () => {
    expect(read(rowsOf([1, 2, 3]), {}, 'DESC', 4).requests).toBe(1);
  });

  it('begins the next page at the last moment of this one, a moment wider, and reads that moment again', () => {
    const asked = pushdown({ window: window(0, 10_000), pageSize: 2 });
    const { next } = stream()
      .ask(asked)
      .read(
        answer([
          { id: 1, at: 9 },
          { id: 2, at: 7 },
        ]),
      );
    expect(next?.request.json).toMatchObject({
      kwarg: { daterange: ['1970-01-01T00:00:00.000000+00:00', '1970-01-01T00:00:00.000008+00:00'], limit: 3, page: 0 },
    });
  });

  it('reads a moment that fills a page by asking for more at once', () => {
    const rows = rowsOf([...Array(50).fill(5), 3, 1]);
    const { records, requests } = read(rows, { shuffle: turning }, 'DESC', 10, 10);
    expect(idsOf(records)).toHaveLength(52);
    expect(requests).toBeLessThan(10);
  });

  it('asks for no more than the options allow, on later pages too', () => {
    const { next } = stream(options({ maxPageSize: 2 }))
      .ask(pushdown({ pageSize: 2 }))
      .read(
        answer([
          { id: 1, at: 9 },
          { id: 2, at: 7 },
        ]),
      );
    expect(next?.request.json).toMatchObject({ kwarg: { limit: 2 } });
  });

  it('goes on after a short answer that says there are more', () => {
    const { records } = read(rowsOf([1, 2, 3, 4, 5, 6, 7]), { atMost: 3 }, 'ASC', 5);
    expect(idsOf(records)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('gives up on a moment that holds more records than it may', () => {
    const all = Array.from({ length: MOST_OF_ONE_TICK + 1 }, (_, id) => ({ id, at: 5 }));
    expect(() => read(all, {}, 'DESC', 1000)).toThrow(`expected at most ${MOST_OF_ONE_TICK} records of one moment`);
  });

  it('does not take an answer that was cut inside a moment for the last one', () => {
    const all = Array.from({ length: 100 }, (_, id) => ({ id, at: 5 }));
    expect(() => read(all, { atMost: 60 }, 'DESC', 80)).toThrow('records of one moment');
  });

  it('passes on a record without a readable time, for the gap it leaves must be seen', () => {
    const undated = { id: 9, start_time: null };
    const records = [record({ id: 1, at: 9 }), undated, record({ id: 2, at: 7 })];
    const body = { ret: { count: 3, results: records }, error: null };
    const { result, next } = stream()
      .ask(pushdown({ pageSize: 3 }))
      .read(json(body));
    expect(result).toEqual({ records, wholeUntil: null });
    const again = [record({ id: 3, at: 8 }), undated, record({ id: 2, at: 7 })];
    const page = next?.read(json({ ret: { results: again }, error: null }));
    expect(page?.result.records).toEqual(again.slice(1));
  });

  it('does not hide records that are out of order', () => {
    const asked = pushdown({ window: window(0, 10_000), pageSize: 2 });
    const { next } = stream()
      .ask(asked)
      .read(
        answer([
          { id: 1, at: 9 },
          { id: 2, at: 7 },
        ]),
      );
    const disordered = [
      { id: 2, at: 7 },
      { id: 3, at: 5 },
      { id: 4, at: 9 },
    ];
    expect(timesOf(next?.read(answer(disordered)).result.records ?? [])).toEqual([7, 5, 9].map(timeText));
  });

  it.each([
    ['no result', { ret: null, error: null }, 'expected a result, but got none'],
    ['an error beside a result', { ret: { results: [] }, error: { code: 5000 } }, 'RPC error 5000'],
    ['a result without records', { ret: { count: 0 }, error: null }, 'unexpected answer at ret.results'],
    ['no object', [], 'unexpected answer at the body'],
  ])('refuses an answer with %s', (_, body, message) => {
    expect(() => stream().ask(pushdown()).read(json(body))).toThrow(message);
  });
});

function answer(rows: readonly Row[]) {
  return json({ riq: 1, ret: { count: 99, results: rows.map(record) }, error: null, warnings: [] });
}

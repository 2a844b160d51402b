import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { lineTime } from '../../../src/sources/f5xc/line-time.ts';
import { auditLogs } from '../../../src/sources/f5xc/stream.ts';
import { type Asked, bodyOf, options, pushdown, response, tenant, walk } from './server.ts';

const MS = 1_000;
const END = Date.parse('2024-01-01T00:00:00Z');
const ask = (asked: Asked, given: JsonObject = {}) =>
  auditLogs(options(given)).ask(pushdown({ untilMs: END + 1_000, ...asked }));

/** Times in microseconds, with milliseconds that hold many. */
const logs = fc
  .array(fc.tuple(fc.oneof(fc.nat(2 * MS), fc.nat(1_000_000 * MS)), fc.integer({ min: 1, max: 5 })), { maxLength: 30 })
  .map((gaps) => {
    const times: number[] = [];
    gaps.reduce((time, [gap, ties]) => {
      times.push(...Array<number>(ties).fill(time - gap));
      return time - gap;
    }, END * MS);
    return times;
  });

/** As the driver does: what was given before is left aside, what is left must be in order, and all of it. */
function expectAll(steps: ReturnType<typeof walk>, times: readonly number[], direction: string) {
  const seen = new Map<Json, number>();
  let last = direction === 'DESC' ? Infinity : -Infinity;
  for (const record of steps.flatMap(({ records }) => records)) {
    const tick = Math.floor(Number(lineTime(record)) / MS);
    expect(direction === 'DESC' ? tick <= last : tick >= last).toBe(true);
    last = tick;
    seen.set(JSON.stringify(record), tick);
  }
  expect(seen.size).toBe(times.length);
}

describe.each(['DESC', 'ASC'] as const)('a walk through F5 %s', (direction) => {
  it.each<[string, JsonObject, Parameters<typeof tenant>[1]]>([
    ['by search_after', {}, { paging: 'search_after' }],
    ['by search_after where totals are capped', { totalHitsCap: 5 }, { paging: 'search_after', cap: 5 }],
    ['by search_after where pages are shorter than asked', {}, { paging: 'search_after', clamp: 2 }],
    ['by time on an older tenant', {}, { paging: 'scroll' }],
    ['by time on an older tenant whose pages are shorter than asked', {}, { paging: 'scroll', clamp: 2 }],
    ['by scroll', { paging: 'scroll' }, { paging: 'scroll' }],
    ['by scroll where totals are capped', { paging: 'scroll', totalHitsCap: 1 }, { paging: 'scroll', cap: 1 }],
    [
      'by scroll with an empty batch at its end',
      { paging: 'scroll', totalHitsCap: 1 },
      { paging: 'scroll', extraBatch: true },
    ],
  ])('gives every line in order %s', (_, given, kind) => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 7 }), (times, pageSize) => {
        expectAll(walk(ask({ direction, pageSize }, given), tenant(times, kind)), times, direction);
      }),
      { numRuns: 200 },
    );
  });

  it('goes on by time for a millisecond that fills more than a page', () => {
    const crowd = [...Array<number>(20).fill(END * MS), END * MS - 1, END * MS - 5 * MS, END * MS - 9 * MS];
    const steps = walk(ask({ direction, pageSize: 4 }), tenant(crowd, { paging: 'scroll' }));
    expectAll(steps, crowd, direction);
    expect(steps.some(({ exchange }) => exchange.request.path.endsWith('/scroll'))).toBe(true);
  });
});

describe('a walk through F5', () => {
  const three = [END * MS, END * MS - MS, END * MS - 2 * MS];

  it('takes the place of the next page from the answer, as it stands there', () => {
    const steps = walk(ask({ pageSize: 2 }), tenant(three, { paging: 'search_after' }));
    expect(steps.map(({ exchange }) => bodyOf(exchange).sort_values)).toEqual([
      undefined,
      { last_doc_id: '1', last_timestamp: END - 1 },
    ]);
    const [first, second] = steps.map(({ exchange }) => bodyOf(exchange));
    expect(second).toEqual({ ...first, sort_values: expect.anything() });
  });

  it('ends with a page that is short, without another request', () => {
    expect(walk(ask({ pageSize: 4 }), tenant(three, { paging: 'search_after' }))).toHaveLength(1);
    expect(walk(ask({ pageSize: 4 }), tenant(three, { paging: 'scroll' }))).toHaveLength(1);
    expect(walk(ask({ pageSize: 3 }, { paging: 'scroll' }), tenant(three, { paging: 'scroll' }))).toHaveLength(1);
  });

  it('goes on with a scroll by its id, in a body', () => {
    const [first, second] = walk(ask({ pageSize: 2 }, { paging: 'scroll' }), tenant(three, { paging: 'scroll' }));
    expect(first?.exchange.request.effect).toBe('begins');
    expect(second?.exchange.request).toEqual({
      method: 'POST',
      effect: 'advances',
      path: '/api/secret_management/namespaces/ns-1/voltshare/audit_logs/scroll',
      json: { namespace: 'ns-1', scroll_id: 'scroll+/0=' },
    });
  });

  it('ends a scroll with an empty batch, whatever its id', () => {
    const { read } = ask({}, { paging: 'scroll' });
    expect(read(response({ logs: ['{}'], scroll_id: 'more' })).next).not.toBeNull();
    expect(read(response({ logs: [], total_hits: '9', scroll_id: 'more' })).next).toBeNull();
  });

  it('asks an older tenant again from the last millisecond, and one more for what is finer', () => {
    const bounds = (direction: 'ASC' | 'DESC') => {
      const steps = walk(ask({ pageSize: 2, direction }), tenant(three, { paging: 'scroll' }));
      const { start_time, end_time, search_after } = bodyOf(steps[1]?.exchange ?? ask({}));
      return { start_time, end_time, search_after };
    };
    expect(bounds('DESC')).toEqual({ start_time: '1970-01-01T00:00:00.000Z', end_time: '2024-01-01T00:00:00.000Z' });
    expect(bounds('ASC')).toEqual({ start_time: '2023-12-31T23:59:59.999Z', end_time: '2024-01-01T00:00:01.000Z' });
  });

  it.each<[string, Json, number | undefined]>([
    ['a text', '7', 7],
    ['a number', 7, 7],
    ['a cap', '10000', undefined],
    ['more than a cap', '10001', undefined],
    ['no number', 'many', undefined],
  ])('tells the total from %s', (_, total_hits, total) => {
    const { read } = ask({});
    expect(read(response({ logs: ['{}'], total_hits, scroll_id: '' })).total).toBe(total);
  });

  it('takes missing members for what they are by default', () => {
    const none = response({ total_hits: '0' });
    expect(ask({}).read(none)).toEqual({ result: { records: [], wholeUntil: null }, next: null, total: 0 });
    expect(ask({}, { paging: 'scroll' }).read(response({ scroll_id: '' })).next).toBeNull();
    expect(ask({}).read(response({ logs: ['{}'] })).total).toBeUndefined();
  });

  it.each(['auto', 'scroll'])('asks whether an answer without any member is one of the log, by %s', (paging) => {
    const { result, next } = ask({}, { paging }).read(response({}));
    expect(result.records).toEqual([]);
    const aggregation = { field_aggregation: { field: 'OPERATION', topk: 1 } };
    expect(next && bodyOf(next)).toMatchObject({ namespace: 'ns-1', aggs: { answered: aggregation } });
    const empty = { aggs: { answered: { field_aggregation: {} } } };
    expect(next?.read(response(empty))).toEqual({ result: { records: [], wholeUntil: null }, next: null, total: 0 });
    for (const other of [{}, { aggs: {} }, { aggs: null }, []]) {
      expect(() => next?.read(response(other))).toThrow('unexpected answer at logs: expected a list, but got none');
    }
  });

  it('gives lines as they are parsed, and a line that is no JSON as its text', () => {
    const lines = ['{"time":1}', '{"time":', '7', { time: 2 }];
    expect(ask({}).read(response({ logs: lines })).result.records).toEqual([{ time: 1 }, '{"time":', 7, { time: 2 }]);
  });

  it('scrolls through a page of which no time can be read', () => {
    const { next } = ask({ pageSize: 1 }).read(response({ logs: ['broken'] }));
    expect(next && bodyOf(next)).toMatchObject({ scroll: true, end_time: '2024-01-01T00:00:01.000Z' });
  });

  it('refuses an answer without a place, where it may go on no other way', () => {
    const { read } = ask({ pageSize: 1 }, { paging: 'search_after' });
    expect(() => read(response({ logs: ['{}'] }))).toThrow('expected last_sort_values');
  });

  it('refuses to go on at the place it comes from', () => {
    const stuck = response({ logs: ['{"time":1}'], last_sort_values: { last_doc_id: '1', last_timestamp: 1 } });
    expect(() => walk(ask({ pageSize: 1 }), () => stuck)).toThrow('but got the one of the page before');
  });

  it('refuses an answer of another shape', () => {
    expect(() => ask({}).read(response({ logs: 'none' }))).toThrow('unexpected answer at logs');
    expect(() => ask({}).read(response(null, { text: '<html>' }))).toThrow('expected a JSON body');
  });
});

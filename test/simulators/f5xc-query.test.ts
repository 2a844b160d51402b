import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readQuery } from '../../simulators/f5xc/matchers.ts';
import { call, iso, LOGS, line, logs, MINUTE_MS, NOON, start } from './f5xc-client.ts';

describe('a query', () => {
  const records = [
    line(NOON, { user: 'ann', operation: 'Encrypt', city: 'Köln' }),
    line(NOON - 1, { user: 'a"b\\c', operation: 'Decrypt' }),
    line(NOON - 2, { operation: 'Decrypt' }),
    { line: '{"user":"ann', at: NOON - 3 },
  ];

  it.each<[string, readonly number[]]>([
    ['', [0, 1, 2, 3]],
    ['{}', [0, 1, 2, 3]],
    ['{user="ann"}', [0]],
    ['{ user = "ann" , operation="Encrypt" }', [0]],
    ['{user="ann",operation="Decrypt"}', []],
    ['{user!="ann"}', [1, 2, 3]],
    ['{operation=~"En.*|De.*"}', [0, 1, 2]],
    ['{operation=~"crypt"}', []],
    ['{operation!~".*crypt"}', [3]],
    ['{user="a\\"b\\\\c"}', [1]],
    ['{User="ann"}', []],
    ['{city="Köln"}', []],
    ['{namespace!="x"}', []],
  ])('%s finds what holds', async (query, found) => {
    const { json, status } = await call(await start({ records }), { query });
    expect(status).toBe(200);
    expect(json.logs).toEqual(found.map((index) => records[index]?.line));
    expect(json.total_hits).toBe(String(found.length));
  });

  it.each([
    'user="ann"',
    '{user=ann}',
    '{user="ann"',
    '{user="ann",}',
    '{"user"="ann"}',
    '{user=="ann"}',
    '{user="a"b"}',
    '{user="a\\d"}',
    '{user="a" operation="b"}',
    '{user=~"("}',
    "{user='a'}",
  ])('%s is refused as malformed', async (query) => {
    expect(await call(await start({ records }), { query })).toMatchObject({ status: 400, json: { code: 3 } });
  });

  it('may match within a value, if told to', async () => {
    expect(await logs(await start({ records, anchored: false }), { query: '{operation=~"ncr"}' })).toHaveLength(1);
  });

  it('gives back every value that is written with its quotes and backslashes escaped', () => {
    const operator = fc.constantFrom('=', '!=', '=~', '!~');
    const matcher = fc.record({
      field: fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/),
      operator,
      value: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(fc.array(matcher), (matchers) => {
        const text = matchers.map(
          ({ field, operator, value }) => `${field}${operator}"${value.replace(/["\\]/g, '\\$&')}"`,
        );
        expect(readQuery(`{${text.join(', ')}}`)).toEqual(matchers);
      }),
    );
  });
});

describe('aggregations', () => {
  const path = `${LOGS}/aggregation`;
  const users = ['a', 'a', 'a', 'b', 'b', 'c', 'd', 'e', 'f'];
  const records = users.map((user, index) =>
    line(NOON - index * MINUTE_MS, { user, operation: index < 3 ? 'Encrypt' : 'Decrypt' }),
  );

  it('count the five largest groups unless told how many', async () => {
    const simulator = await start({ records });
    const buckets = async (topk?: number) => {
      const aggs = { mine: { field_aggregation: { field: 'USER', ...(topk && { topk }) } } };
      const { json } = await call(simulator, { aggs }, { path });
      expect(json.total_hits).toBe('9');
      expect(json).not.toHaveProperty('logs');
      return json.aggs.mine.field_aggregation.buckets;
    };
    expect(await buckets()).toEqual([
      { key: 'a', count: '3' },
      { key: 'b', count: '2' },
      { key: 'c', count: '1' },
      { key: 'd', count: '1' },
      { key: 'e', count: '1' },
    ]);
    expect(await buckets(100)).toHaveLength(6);
  });

  it('count by steps from the start of the window, wherever it is', async () => {
    const window = { start_time: iso(NOON - 8.5 * MINUTE_MS), end_time: iso(NOON) };
    const aggs = {
      t: { date_aggregation: { step: '5m', sub_aggs: { op: { field_aggregation: { field: 'OPERATION' } } } } },
    };
    const { json } = await call(await start({ records }), { ...window, aggs }, { path });
    expect(json.aggs.t.date_aggregation.step).toBe('5m');
    const buckets = json.aggs.t.date_aggregation.buckets;
    expect(buckets.map(({ time, count }: Record<string, string>) => [time, count])).toEqual([
      [String(NOON - 8.5 * MINUTE_MS), '5'],
      [String(NOON - 3.5 * MINUTE_MS), '4'],
    ]);
    expect(buckets[1].sub_aggs.op.field_aggregation.buckets).toEqual([
      { key: 'Encrypt', count: '3' },
      { key: 'Decrypt', count: '1' },
    ]);
  });

  it('show empty steps or not, and longer steps where they would be too many', async () => {
    const aggs = { t: { date_aggregation: { step: '1s' } } };
    const shown = await call(await start({ records }), { aggs }, { path });
    expect(shown.json.aggs.t.date_aggregation.buckets).toHaveLength(601);
    const hidden = await call(await start({ records, emptyBuckets: false }), { aggs }, { path });
    expect(hidden.json.aggs.t.date_aggregation.buckets).toHaveLength(9);
    const day = { start_time: iso(NOON - 86_400_000), end_time: iso(NOON), aggs };
    expect((await call(await start({ records }), day, { path })).json.aggs.t.date_aggregation.step).toBe('128s');
  });

  it('take neither patterns nor pages', async () => {
    const simulator = await start({ records });
    expect((await call(simulator, { query: '{user="a"}' }, { path })).json.total_hits).toBe('3');
    expect((await call(simulator, { query: '{user=~"a"}' }, { path })).status).toBe(400);
    expect((await call(simulator, { limit: 1 }, { path })).status).toBe(400);
  });
});

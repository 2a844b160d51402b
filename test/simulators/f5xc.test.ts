import { describe, expect, it } from 'vitest';
import { F5XC_SAMPLES, type F5xcRecord, type F5xcRow, startF5xc } from '../../simulators/f5xc/index.ts';
import { unlike } from '../../simulators/f5xc/unlike.ts';
import { ALL, call, iso, LOGS, line, linesOf, logs, MINUTE_MS, NOON, start } from './f5xc-client.ts';

describe('the way in', () => {
  it.each([
    ['', 401, 16],
    ['Bearer x', 401, 16],
    ['APIToken wrong', 401, 16],
  ])('refuses the authorization %j', async (token, status, code) => {
    expect(await call(await start(), {}, { token })).toMatchObject({
      status,
      json: { code, message: expect.any(String), details: [] },
    });
  });

  it.each([
    ['POST', '/api/secret_management/namespaces/other/voltshare/audit_logs', 404, 5],
    ['POST', '/api/v1/api/production/us-east-1/namespaces/default/voltshare/audit_logs', 404, 5],
    ['GET', LOGS, 501, 12],
    ['POST', `${LOGS}?limit=1`, 400, 3],
  ])('answers %s %s with %i', async (method, path, status, code) => {
    const answer = await call(await start(), method === 'GET' ? undefined : {}, { method, path });
    expect(answer).toMatchObject({ status, json: { code } });
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another namespace than the path', { namespace: 'system' }],
    ['an unknown member', { page: 1 }],
    ['an unknown sort', { sort: 'descending' }],
    ['a limit below zero', { limit: -1 }],
    ['a limit with a fraction', { limit: 1.5 }],
    ['a limit as text', { limit: '10' }],
    ['a time as number', { start_time: 1 }],
    ['a time without zone', { start_time: '2024-11-04T12:00:00' }],
    ['a time that is none', { end_time: '2024-02-30T12:00:00Z' }],
    ['seconds with a fraction', { start_time: '1.5' }],
    ['an end before its start', { start_time: '2', end_time: '1' }],
    ['scroll and search_after', { scroll: true, search_after: true }],
    ['a place without a number', { search_after: true, sort_values: { last_doc_id: 'x', last_timestamp: 1 } }],
    ['an unknown aggregation', { aggs: { a: { sum_aggregation: {} } } }],
    ['an unknown field to aggregate', { aggs: { a: { field_aggregation: { field: 'NAMESPACE' } } } }],
    ['an unknown step', { aggs: { a: { date_aggregation: { step: '5w' } } } }],
  ])('answers %s with 400 and code 3', async (_, body) => {
    expect(await call(await start(), body)).toMatchObject({
      status: 400,
      json: { code: 3, message: expect.any(String) },
    });
  });

  it('takes its own namespace, nulls, and unknown members if told to', async () => {
    const simulator = await start({ unknownMembers: 'ignore', namespace: 'my-ns' });
    const path = LOGS.replace('default', 'my-ns');
    expect((await call(simulator, { namespace: 'my-ns', query: null, page: 1 }, { path })).status).toBe(200);
  });
});

describe('the window', () => {
  const records = [-11, -10, -5, 0, 5, 10, 11].map((minutes) => line(NOON + minutes * MINUTE_MS));
  const at = (minutes: number) => iso(NOON + minutes * MINUTE_MS);

  it.each<[string, object, readonly number[]]>([
    ['the ten minutes before now', {}, [0, -5, -10]],
    ['ten minutes from its start', { start_time: at(0) }, [10, 5, 0]],
    ['ten minutes up to its end', { end_time: at(5) }, [5, 0, -5]],
    ['both its ends, inclusive', { start_time: at(-11), end_time: at(-10) }, [-10, -11]],
    ['Unix seconds', { start_time: String(NOON / 1000), end_time: String(NOON / 1000 + 300) }, [5, 0]],
    ['an offset', { start_time: '2024-11-04T13:00:00+01:00', end_time: '2024-11-04T13:00:00.000+01:00' }, [0]],
    ['an empty text as none', { start_time: '', end_time: '' }, [0, -5, -10]],
  ])('is %s', async (_, times, minutes) => {
    expect(await logs(await start({ records }), times)).toEqual(
      minutes.map((minute) => line(NOON + minute * MINUTE_MS).line),
    );
  });
});

describe('the answer', () => {
  it('holds lines as text, counts as text, and an empty scroll id', async () => {
    const { json } = await call(await start({ records: [line(NOON)] }), {});
    expect(json).toEqual({ aggs: {}, logs: [line(NOON).line], total_hits: '1', scroll_id: '' });
  });

  it('leaves out what is empty, if told to', async () => {
    expect((await call(await start({ records: [], omitDefaults: true }), {})).json).toEqual({});
  });

  it('is of 500 lines at most, and says how many there are', async () => {
    const simulator = await start({ events: 700 });
    for (const limit of [undefined, 0, 500, 501, 2_000_000_000]) {
      const { json } = await call(simulator, { ...ALL, ...(limit !== undefined && { limit }) });
      expect(json.logs).toHaveLength(500);
      expect(json.total_hits).toBe(String(simulator.records.length));
    }
    expect((await call(await start({ overLimit: 'reject' }), { ...ALL, limit: 501 })).status).toBe(400);
    expect((await call(await start({ totalHitsCap: 300 }), ALL)).json.total_hits).toBe('300');
  });

  it('is sorted by the millisecond, then by document id as a number, newest first or oldest first', async () => {
    const place = (docId: string, at: number): F5xcRecord => ({ docId, at, line: `${at} ${docId}` });
    const records = [place('-9', 1), place('-10', 1), place('100', 1), place('20', 1), place('0', 2)];
    const simulator = await start({ records });
    const ascending = ['1 -10', '1 -9', '1 20', '1 100', '2 0'];
    expect(await logs(simulator, { ...ALL, sort: 'ASCENDING' })).toEqual(ascending);
    expect(await logs(simulator, { ...ALL, sort: 'DESCENDING' })).toEqual(ascending.toReversed());
    expect(linesOf(simulator.records)).toEqual(ascending);
  });

  it('does not tell microseconds apart, however the line writes its time', async () => {
    const records: readonly F5xcRow[] = [
      { docId: '3', line: '{"time":"2024-11-04T12:00:00.123456Z"}' },
      { docId: '2', line: '{"@timestamp":"2024-11-04T12:00:00.123999Z"}' },
      { docId: '1', line: `{"time":${NOON + 123}}` },
    ];
    const simulator = await start({ records });
    expect(simulator.records.map(({ at }) => at)).toEqual([NOON + 123, NOON + 123, NOON + 123]);
    expect(simulator.records.map(({ docId }) => docId)).toEqual(['1', '2', '3']);
  });

  it('shows a line that comes late', async () => {
    const simulator = await start({ records: [line(NOON), line(NOON - 2)] });
    expect((await call(simulator, {})).json.total_hits).toBe('2');
    simulator.add(line(NOON - 1));
    const { json } = await call(simulator, {});
    expect(json.logs).toEqual([0, 1, 2].map((back) => line(NOON - back).line));
    expect(json.total_hits).toBe('3');
    expect(linesOf(simulator.records)).toEqual(json.logs.toReversed());
  });
});

describe('the data', () => {
  it('are the same for the same seed, and others for another', async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => start({ seed, events: 50 })));
    expect(one?.records).toEqual(same?.records);
    expect(one?.records).not.toEqual(other?.records);
  });

  it('hold the samples, and lines with ties, odd values and every form of time, no two alike', async () => {
    const { records } = await start({ events: 5000, from: NOON - 86_400_000 });
    const own = records.filter(({ at }) => at >= NOON - 86_400_000 && at < NOON);
    expect(own).toHaveLength(5000);
    expect(linesOf(records)).toEqual(expect.arrayContaining([...F5XC_SAMPLES]));
    expect(new Set(linesOf(records)).size).toBe(records.length);
    const parsed = own.map((record) => ({ at: record.at, ...JSON.parse(record.line) }));
    const has = (test: (line: Record<string, unknown>, index: number) => boolean) =>
      expect(parsed.some(test)).toBe(true);
    has(({ at }, index) => parsed[index + 1]?.at === at);
    has(({ time }) => /\.\d{6}Z$/.test(String(time)));
    has((document) => '@timestamp' in document);
    has(({ time }) => typeof time === 'number');
    has(({ user }) => user === undefined);
    has(({ src_ip }) => src_ip === '');
    has(({ src_ip }) => String(src_ip).includes('::'));
    has(({ secret_name }) => String(secret_name).includes('"'));
    has(({ operation }) => operation === 'Rotate');
    has(({ result }) => result === 'FAIL');
  });

  it('draw again when a line is like one of the same instant', () => {
    const drawn = ['a', 'a', 'b', 'b', 'c'];
    const taken = new Set<string>();
    const draw = () => unlike(taken, () => drawn.shift() ?? 'no more');
    expect([draw(), draw(), draw()]).toEqual(['a', 'b', 'c']);
  });

  it('hold broken or identical lines if told to', async () => {
    const broken = await start({ events: 200, brokenLines: true });
    expect(linesOf(broken.records).filter((text) => !text.endsWith('}'))).toHaveLength(2);
    const identical = await start({ events: 200, identicalLines: true });
    expect(new Set(linesOf(identical.records)).size).toBe(identical.records.length - 4);
    expect(new Set(identical.records.map(({ docId }) => docId)).size).toBe(identical.records.length);
  });

  it('need a time for every line', async () => {
    await expect(startF5xc({ records: [{ line: '{"user":"a"}' }] })).rejects.toThrow(/readable time/);
  });
});

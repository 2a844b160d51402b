import { describe, expect, it } from 'vitest';
import { ASTROMKEY_DOCUMENTED, ASTROMKEY_SAMPLES, type AstromkeyRecord } from '../../simulators/astromkey/index.ts';
import { readMoment } from '../../simulators/astromkey/moment.ts';
import { DAY_MS, entry, get, NOW, start, timestamps } from './astromkey-client.ts';

describe('the way in', () => {
  it.each(['', 'Bearer x', 'Api-Token dt0c01.X.Y'])('refuses the authorization %j in an envelope', async (token) => {
    const answer = await get(await start(), {}, { token });
    expect(answer).toMatchObject({ status: 401, json: { error: { code: 401, message: expect.any(String) } } });
  });

  it('is inside the environment that its url names', async () => {
    const simulator = await start({ prefix: '/e/ENV-1' });
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/e\/ENV-1$/);
    expect((await get(simulator)).status).toBe(200);
    const outside = { ...simulator, url: simulator.url.replace('ENV-1', 'ENV-2') };
    expect(await get(outside)).toMatchObject({ status: 404, json: { error: { code: 404 } } });
    expect((await get(await start({ prefix: '' }))).status).toBe(200);
  });

  it('answers other methods with 405', async () => {
    expect(await get(await start(), {}, { method: 'POST' })).toMatchObject({
      status: 405,
      json: { error: { code: 405 } },
    });
  });

  it('names the parameter that breaks its rule', async () => {
    expect((await get(await start(), { pageSize: '0' })).json).toEqual({
      error: {
        code: 400,
        message: 'Constraints violated.',
        constraintViolations: [
          { path: 'pageSize', message: expect.stringContaining('5000'), parameterLocation: 'QUERY', location: null },
        ],
      },
    });
  });

  it.each<[string, string]>([
    ['pageSize=5001', 'pageSize'],
    ['pageSize=ten', 'pageSize'],
    ['pageSize=1&pageSize=1', 'pageSize'],
    ['sort=desc', 'sort'],
    ['sort=user', 'sort'],
    ['from=yesterday', 'from'],
    ['to=now-1w/', 'to'],
    ['from=2024-02-30T00:00', 'from'],
    ['from=2024-01-25T05:57:01.123+01:00', 'from'],
    ['from=now&to=now-1m', 'from'],
    ['nextPageKey=abc', 'nextPageKey'],
    ['nextPageKey=', 'nextPageKey'],
    ['user=admin', 'user'],
    ['Api-Token=x', 'Api-Token'],
    ['filter=user', 'filter'],
    ['filter=user()', 'filter'],
    ['filter=user("a"', 'filter'],
    ['filter=user("a"),', 'filter'],
    ['filter=user("a")user("b")', 'filter'],
    ['filter=user("a~b")', 'filter'],
    ['filter=user("a"b")', 'filter'],
    ['filter=success("true")', 'filter'],
    ['filter=toString("true")', 'filter'],
  ])('refuses %s', async (query, path) => {
    const { status, json } = await get(await start(), query);
    expect(status).toBe(400);
    expect(json.error.constraintViolations[0].path).toBe(path);
  });

  it('cuts a page size too large, if told to', async () => {
    expect((await get(await start({ overPageSize: 'clamp' }), { pageSize: '6000' })).json.pageSize).toBe(5000);
  });
});

describe('the window', () => {
  it('is the two weeks before now when nothing is said', async () => {
    const records = [entry(NOW - 14 * DAY_MS - 1), entry(NOW - 14 * DAY_MS), entry(NOW - 1), entry(NOW)];
    expect(timestamps((await get(await start({ records }))).json)).toEqual([NOW - 1, NOW - 14 * DAY_MS]);
  });

  it('includes its start, and its end only if told to', async () => {
    const records = [entry(1000), entry(2000), entry(3000)];
    const window = { from: '1000', to: '3000' };
    expect(timestamps((await get(await start({ records }), window)).json)).toEqual([2000, 1000]);
    expect(timestamps((await get(await start({ records, toBound: 'inclusive' }), window)).json)).toEqual([
      3000, 2000, 1000,
    ]);
  });

  it.each<[string, string]>([
    ['1576073415531', '2019-12-11T14:10:15.531Z'],
    ['2021-01-25T05:57:01.123+01:00', '2021-01-25T04:57:01.123Z'],
    ['2021-01-25 05:57:01.1239', '2021-01-25T05:57:01.123Z'],
    ['2021-01-25T05:57:01Z', '2021-01-25T05:57:01.000Z'],
    ['2021-01-25 05:57', '2021-01-25T05:57:00.000Z'],
    ['now', '2024-11-06T12:34:56.789Z'],
    ['now-90m', '2024-11-06T11:04:56.789Z'],
    ['now-1h/h', '2024-11-06T11:00:00.000Z'],
    ['now-0d/d', '2024-11-06T00:00:00.000Z'],
    ['now-2w/w', '2024-10-21T00:00:00.000Z'],
    ['now-1M', '2024-10-06T12:34:56.789Z'],
    ['now-1M/M', '2024-10-01T00:00:00.000Z'],
    ['now-1y/w', '2023-11-06T00:00:00.000Z'],
    ['now-1y/y', '2023-01-01T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(readMoment(text, NOW)).toBe(Date.parse(iso));
  });

  it('takes the last day of a shorter month', () => {
    expect(readMoment('now-1M', Date.UTC(2024, 2, 31))).toBe(Date.UTC(2024, 1, 29));
  });
});

describe('a page', () => {
  it('is of a thousand entries, newest first, by logId where times are equal', async () => {
    const simulator = await start({ events: 3000, from: NOW - DAY_MS });
    const { json } = await get(simulator);
    const expected = simulator.records
      .filter(({ timestamp }) => timestamp >= NOW - DAY_MS && timestamp < NOW)
      .toReversed();
    expect(json).toMatchObject({ totalCount: 3000, pageSize: 1000 });
    expect(json.auditLogs).toEqual(expected.slice(0, 1000));
  });

  it('puts a logId where the number it is belongs', async () => {
    const records = ['20', '100', '3'].map((logId) => entry(NOW - 1, { logId }));
    const { json } = await get(await start({ records }), { sort: 'timestamp' });
    expect(json.auditLogs.map(({ logId }: AstromkeyRecord) => logId)).toEqual(['3', '20', '100']);
  });

  it('says that it is the last with null or with nothing', async () => {
    expect((await get(await start({ records: [] }))).json).toEqual({
      totalCount: 0,
      pageSize: 1000,
      nextPageKey: null,
      auditLogs: [],
    });
    const shy = await start({ records: [], lastPageKey: 'absent', emptyLogs: 'null', pageSizeMember: 'absent' });
    expect((await get(shy)).json).toEqual({ totalCount: 0, auditLogs: null });
    expect((await get(await start({ pageSizeMember: 'null' }))).json.pageSize).toBe(null);
  });

  it.each([1, 999])('has a key exactly as long as something follows, at %i of a page', async (pageSize) => {
    const records = Array.from({ length: pageSize + 1 }, (_, index) => entry(NOW - 1 - index));
    const simulator = await start({ records });
    const first = await get(simulator, { pageSize: String(pageSize) });
    expect(first.json.nextPageKey).toMatch(/^[\w-]+$/);
    const second = await get(simulator, { nextPageKey: first.json.nextPageKey });
    expect(second.json).toMatchObject({ nextPageKey: null, totalCount: pageSize + 1 });
    expect(second.json.auditLogs).toHaveLength(1);
  });
});

describe('one entry', () => {
  it('is found by its logId', async () => {
    const simulator = await start();
    const [sample] = ASTROMKEY_DOCUMENTED;
    expect(await get(simulator, {}, { path: '/api/v2/auditlogs/197425568800060000' })).toEqual({
      status: 200,
      json: sample,
    });
    const late = entry(5000);
    simulator.add(late);
    expect((await get(simulator, {}, { path: `/api/v2/auditlogs/${late.logId}` })).json).toEqual(late);
  });

  it('is 404 in an envelope when nobody knows it', async () => {
    const answer = await get(await start(), {}, { path: '/api/v2/auditlogs/1' });
    expect(answer).toMatchObject({ status: 404, json: { error: { code: 404 } } });
  });
});

const latenessSeconds = ({ logId, timestamp }: AstromkeyRecord) =>
  Number(logId.slice(0, 10)) - Math.floor(timestamp / 1000);

describe('the data', () => {
  it('hold the entries of the document, at their own times', async () => {
    const logins = { from: '1576000000000', to: '1577000000000', filter: 'eventType(LOGIN)' };
    const { json } = await get(await start(), logins);
    expect(json.auditLogs).toEqual(ASTROMKEY_DOCUMENTED.slice(1));
    expect(json.auditLogs.map(({ logId }: AstromkeyRecord) => logId)).toEqual([
      '157607341600050000',
      '157607338800050000',
      '157607338300060000',
    ]);
  });

  it('are the same for the same seed, and others for another', async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => start({ seed, events: 50 })));
    expect(one?.records).toEqual(same?.records);
    expect(one?.records).not.toEqual(other?.records);
  });

  it('have logIds of 18 digits, made at the second of writing, no two alike', async () => {
    const { records } = await start({ events: 5000 });
    expect(new Set(records.map(({ logId }) => logId)).size).toBe(records.length);
    expect(records.every(({ logId }) => /^\d{18}$/.test(logId))).toBe(true);
    const isMadeUp = ({ timestamp }: AstromkeyRecord) => timestamp >= NOW - 30 * DAY_MS && timestamp < NOW;
    expect(new Set(records.filter(isMadeUp).map(latenessSeconds))).toEqual(new Set([0, 1, 2]));
    const prompt = await start({ events: 500, latenessMs: 0 });
    expect(new Set(prompt.records.filter(isMadeUp).map(latenessSeconds))).toEqual(new Set([0]));
  });

  it('lie in the window, with ties, odd values, open enums and missing members', async () => {
    const { records } = await start({ events: 5000, from: NOW - DAY_MS });
    const own = records.filter(({ timestamp }) => timestamp >= NOW - DAY_MS && timestamp < NOW);
    expect(own).toHaveLength(5000);
    expect(records).toHaveLength(5000 + ASTROMKEY_SAMPLES.length);
    const has = (test: (record: AstromkeyRecord, index: number) => boolean) => expect(own.some(test)).toBe(true);
    has(({ timestamp }, index) => own[index + 1]?.timestamp === timestamp);
    has(({ logId }, index) => BigInt(own[index + 1]?.logId ?? logId) < BigInt(logId));
    has(({ user }) => user === '');
    has(({ user }) => user.includes('"'));
    has(({ userType }) => userType === 'SOMETHING_NEW');
    has(({ category }) => category === 'TENANT_LIFECYCLE');
    has(({ entityId }) => entityId === null);
    has(({ entityId }) => entityId === undefined);
    has(({ patch }) => patch !== null && typeof patch === 'object' && !Array.isArray(patch));
    has(({ message }) => message !== undefined);
    has((record) => record['dt.settings.schema_id'] !== undefined);
    has(({ patch }) => JSON.stringify(patch)?.includes('"path":"/","value":null,"oldValue":{') ?? false);
  });
});

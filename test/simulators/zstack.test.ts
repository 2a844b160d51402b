import { describe, expect, it } from 'vitest';
import { startZstack, ZSTACK_SAMPLES, type ZstackRecord } from '../../simulators/zstack/index.ts';
import { AUDITS, call, DAY_MS, isResource, login, newestFirst, row, signedIn, start, times } from './zstack-client.ts';

describe('the parameters', () => {
  it.each(['1000', '1E3', '1000.0', '1.0009e3', '+1000d'])(
    'takes the number %s, its fraction cut off',
    async (text) => {
      const { rows } = await signedIn(await start({ records: [row(999), row(1000), row(1001)] }));
      expect(times(await rows(`startTime=${encodeURIComponent(text)}`))).toEqual([1001, 1000]);
    },
  );

  it.each([
    ['startTime=abc', 500],
    ['limit=', 500],
    ['endTime=0x10', 500],
    ['limit=1&limit=1', 400],
    ['auditType=Login&auditType=Login', 400],
    ['conditions=apiName%3Da%27b', 500],
    ['conditions=apiName%3Da%22b', 500],
    ['conditions=apiName%3Da%5Cb', 500],
  ])('answers %s with %i in plain text', async (query, status) => {
    const { audits } = await signedIn(await start());
    expect(await audits(query)).toMatchObject({ status, json: undefined });
  });

  it.each([
    'startTime=-1',
    'limit=2147483648',
    'startTime=2&endTime=1',
    'auditType=login',
    'conditions=VMUuid%3D4ca37b1e21e846bf8d35b23d4138489c',
    'conditions=clientIp%3D192.0.2.1',
    'conditions=apiName',
    'conditions=time%3E1',
    'auditType=Login&conditions=requestUuid%3Da',
  ])('answers %s with 503 SYS.1007', async (query) => {
    const { audits } = await signedIn(await start());
    expect(await audits(query)).toMatchObject({ status: 503, json: { error: { code: 'SYS.1007' } } });
  });

  it('names the invalid label and the valid ones', async () => {
    const { audits } = await signedIn(await start());
    expect((await audits('conditions=VMUuid%3Dabc')).json.error.details).toMatch(
      /VMUuid.*resourceUuid, operatorAccountUuid/,
    );
  });

  it('ignores names it does not know: the labels of its document change nothing', async () => {
    const simulator = await start();
    const { rows } = await signedIn(simulator);
    expect(await rows('labels=apiName%3Dnothing&systemTags=a&limit=5')).toHaveLength(5);
  });

  it('refuses a job uuid that is not of 32 characters with 400 in plain text', async () => {
    const answer = await call(await start(), 'GET', AUDITS, undefined, { 'x-job-uuid': 'short' });
    expect(answer).toMatchObject({ status: 400, json: undefined });
  });

  it.each([
    ['GET', '/v1/zwatch/audits', 404],
    ['GET', '/zstack/v1/zwatch/other', 404],
    ['POST', AUDITS, 405],
  ])('answers %s %s with %i in plain text', async (method, path, status) => {
    expect(await call(await start(), method, path)).toMatchObject({ status, json: undefined });
  });
});

describe('the audits', () => {
  it('are the newest hundred of Resource when nothing is asked', async () => {
    const simulator = await start();
    const { rows } = await signedIn(simulator);
    const expected = newestFirst(simulator.records.filter(isResource)).slice(0, 100);
    expect(times(await rows())).toEqual(times(expected));
    expect((await rows()).every(isResource)).toBe(true);
  });

  it('are in two streams that make the whole', async () => {
    const simulator = await start({ events: 300 });
    const { rows } = await signedIn(simulator);
    const logins = await rows('auditType=Login&limit=1000');
    const resources = await rows('auditType=Resource&limit=1000');
    expect(logins.every((record) => !isResource(record))).toBe(true);
    expect(logins.length).toBeGreaterThan(10);
    const key = (record: ZstackRecord) => `${record.time} ${record.requestUuid} ${record.resourceUuid}`;
    expect([...logins, ...resources].map(key).toSorted()).toEqual(simulator.records.map(key).toSorted());
  });

  it('hold the record of the document, at its own time', async () => {
    const { rows } = await signedIn(await start());
    expect(await rows('endTime=1512037844556')).toEqual(ZSTACK_SAMPLES);
    expect(ZSTACK_SAMPLES[0]).toMatchObject({ apiName: 'org.zstack.header.vm.APISetVmRDPMsg', duration: 22 });
  });

  it('include both ends of the window', async () => {
    const { rows } = await signedIn(await start({ records: [row(1), row(2), row(3), row(4)] }));
    expect(times(await rows('startTime=2&endTime=3'))).toEqual([3, 2]);
  });

  it('come newest first, of one instant in any order, also where a page ends', async () => {
    const records = ['a', 'b', 'c'].map((requestUuid) => row(5, { requestUuid }));
    const { rows } = await signedIn(await start({ records: [row(1), ...records, row(9)] }));
    const seen = new Set<string>();
    for (let index = 0; index < 6; index++) {
      const page = await rows('limit=2');
      expect(times(page)).toEqual([9, 5]);
      seen.add(String(page[1]?.requestUuid));
    }
    expect(seen).toEqual(new Set(['a', 'b', 'c']));
  });

  it('can be walked down to the oldest, from the oldest time of each page', async () => {
    const simulator = await start({ events: 2000 });
    const { rows } = await signedIn(simulator);
    const found = new Set<string>();
    let endTime = Number.MAX_SAFE_INTEGER;
    for (let size = -1; size !== found.size; ) {
      size = found.size;
      const page = await rows(`limit=50&endTime=${endTime}`);
      for (const record of page) found.add(`${record.requestUuid} ${record.resourceUuid}`);
      endTime = page.at(-1)?.time ?? 0;
    }
    expect(found.size).toBe(simulator.records.filter(isResource).length);
  });

  it('show a row that comes late', async () => {
    const simulator = await start({ records: [row(1), row(3)] });
    const { rows } = await signedIn(simulator);
    simulator.add(row(2));
    expect(times(await rows())).toEqual([3, 2, 1]);
    expect(times(simulator.records)).toEqual([1, 2, 3]);
  });

  it('lose the rows of other accounts after the limit, for one that is no admin', async () => {
    const admin = await start();
    const tenant = await start({ admin: false, to: admin.records.at(-1)?.time ?? 0 });
    const account = (await login(tenant)).json.inventory.accountUuid;
    const expected = newestFirst(tenant.records.filter(isResource)).slice(0, 50);
    const { rows, audits } = await signedIn(tenant);
    const page = await rows('limit=50');
    expect(page.every(({ operatorAccountUuid }) => operatorAccountUuid === account)).toBe(true);
    expect(page).toHaveLength(expected.filter(({ operatorAccountUuid }) => operatorAccountUuid === account).length);
    expect(page.length).toBeLessThan(50);
    const foreign = tenant.records.find((record) => record.operatorAccountUuid !== account && record.resourceUuid);
    expect((await audits(`conditions=resourceUuid%3D${foreign?.resourceUuid}`)).json.error.code).toBe('ID.1002');
  });

  it('come in any order within a page, if told to', async () => {
    const simulator = await start({ shuffledPages: true });
    const { rows } = await signedIn(simulator);
    const page = times(await rows('limit=50'));
    expect(page).not.toEqual(page.toSorted((one, other) => other - one));
    expect(page.toSorted()).toEqual(times(newestFirst(simulator.records.filter(isResource)).slice(0, 50)).toSorted());
  });

  it('are printed as Java doubles, if told to', async () => {
    const simulator = await start({ eNotation: true, records: [row(1_512_037_844_556, { duration: 22, id: 7 })] });
    const { text, json } = await (await signedIn(simulator)).audits();
    expect(text).toContain('"time":1.512037844556E12');
    expect(text).toContain('"duration":22.0');
    expect(json.audits).toEqual(simulator.records);
  });
});

describe('the conditions', () => {
  const records = [
    row(1, { operatorAccountUuid: 'admin', error: '{"code":"SYS.1006"}' }),
    row(2, { operatorAccountUuid: 'ADMIN', resourceUuid: 'a.c' }),
    row(3, { resourceUuid: 'abc' }),
  ];
  const query = (conditions: readonly string[]) =>
    conditions.map((text) => `conditions=${encodeURIComponent(text)}`).join('&');

  it.each<[string, readonly string[], readonly number[], readonly number[]]>([
    ['equal', ['operatorAccountUuid=admin'], [1], [1]],
    ['not equal', ['operatorAccountUuid!=admin'], [3, 2], [2]],
    ['a pattern or a text to be found', ['resourceUuid=~a.c'], [3, 2], [2]],
    ['neither', ['resourceUuid!~a.c'], [1], [3]],
    ['the only-success of the old store', ['error='], [3, 2], []],
    ['the only-failures of the old store', ['error=~.+'], [1], []],
    ['alternatives', ['operatorAccountUuid=~dmin|ADM'], [2, 1], [2, 1]],
    ['alternatives that end or begin a text', ['operatorAccountUuid=~adm|MIN'], [2, 1], []],
    ['all of several', ['apiName=~Start', 'resourceUuid=abc'], [3], [3]],
  ])('find %s', async (_, conditions, influx, mysql) => {
    expect(times(await (await signedIn(await start({ records }))).rows(query(conditions)))).toEqual(influx);
    expect(times(await (await signedIn(await start({ records, store: 'mysql' }))).rows(query(conditions)))).toEqual(
      mysql,
    );
  });

  it('may be numbered in place of repeated', async () => {
    const { rows } = await signedIn(await start({ records }));
    expect(times(await rows('conditions.0=apiName%3D~Start&conditions.1=resourceUuid%3Dabc'))).toEqual([3]);
  });
});

describe('the data', () => {
  const to = Date.UTC(2024, 10, 4);

  it('are the same for the same seed, and others for another', async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => start({ seed, to, events: 50 })));
    expect(one?.records).toEqual(same?.records);
    expect(one?.records).not.toEqual(other?.records);
  });

  it('lie in the window, as many as asked, with ties, odd values and secrets', async () => {
    const { records } = await start({ to, events: 5000, from: to - DAY_MS });
    const own = records.slice(ZSTACK_SAMPLES.length);
    expect(own).toHaveLength(5000);
    expect(own.every(({ time }) => time >= to - DAY_MS && time < to)).toBe(true);
    const has = (test: (record: ZstackRecord, index: number) => boolean) => expect(own.some(test)).toBe(true);
    has(({ time }, index) => own[index + 1]?.time === time);
    has(({ requestUuid }, index) => own[index + 1]?.requestUuid === requestUuid);
    expect(own.some(({ requestUuid }, index) => own[index + 2]?.requestUuid === requestUuid)).toBe(false);
    has(({ requestDump }) => requestDump?.includes('"vncPassword"') ?? false);
    has(({ responseDump }) => responseDump?.length === 65_535);
    has(({ clientIp }) => clientIp?.includes('::') ?? false);
    has(({ clientIp }) => clientIp === undefined);
    has(({ resourceUuid }) => resourceUuid === '');
    has(({ error }) => error !== undefined && JSON.parse(error).code === 'SYS.1006');
    has(({ success }) => success === 'false');
    const keys = own.map(({ requestUuid, resourceUuid, apiName, time }) =>
      [requestUuid, resourceUuid, apiName, time].join(),
    );
    expect(new Set(keys).size).toBe(own.length);
  });

  it('lack what the MySQL driver does not store', async () => {
    const { records } = await start({ store: 'mysql' });
    expect(records.some((record) => 'responseUuid' in record || 'sessionUuid' in record)).toBe(false);
  });

  it('carry a serial number and a success of their own, if told to', async () => {
    const plain = await start({ events: 200, success: 'absent' });
    expect(plain.records.some((record) => 'id' in record || 'success' in record)).toBe(false);
    const { records } = await start({ events: 200, success: 'tags', ids: true });
    const own = records.slice(ZSTACK_SAMPLES.length);
    expect(own.map(({ id }) => id)).toEqual(own.map((_, index) => index + 1));
    expect(own.every(({ success, error }) => success === (error === undefined ? '1' : '0'))).toBe(true);
  });

  it('refuses a switch it does not have', async () => {
    await expect(startZstack({ admn: true } as object)).rejects.toThrow(/admn/);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import {
  SALT_SAMPLE,
  type SaltOptions,
  type SaltRecord,
  type SaltSimulator,
  startSalt,
} from '../../simulators/salt/index.ts';
import { asker } from './salt-client.ts';

let running: SaltSimulator | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

const YEAR = { from: Date.parse('2025-01-01T00:00:00Z'), to: Date.parse('2026-01-01T00:00:00Z') };

async function salt(options: Partial<SaltOptions> = {}) {
  const simulator = await startSalt({ ...YEAR, ...options });
  running = simulator;
  const ask = await asker(simulator);
  const rows = async (kwarg: object) => (await ask(kwarg)).ret?.results ?? [];
  const ids = async (kwarg: object) => (await rows(kwarg)).map(({ id }) => id);
  return { simulator, ask, rows, ids };
}

const at = (second: number, fraction = '') => `2025-03-01T00:00:${String(second).padStart(2, '0')}${fraction}+00:00`;
const micros = (text: string) => Date.parse(text) * 1000 + Number(/\.\d{3}(\d{3})/.exec(text)?.[1] ?? 0);
const elapsed = (row: SaltRecord) => Math.floor((micros(row.end_time) - micros(row.start_time)) / 1000);

describe('the data', () => {
  it('is the same for the same seed and another for another', async () => {
    const one = await startSalt({ ...YEAR, seed: 7 });
    const two = await startSalt({ ...YEAR, seed: 7 });
    const three = await startSalt({ ...YEAR, seed: 8 });
    await Promise.all([one, two, three].map((simulator) => simulator.close()));
    expect(two.records).toEqual(one.records);
    expect(three.records).not.toEqual(one.records);
    expect(one.records).toHaveLength(1000);
  });

  it('holds the sample record of the document, credentials and all', async () => {
    const { rows } = await salt();
    expect(
      await rows({
        username: 'root',
        event_type: 'auth',
        failed: true,
        daterange: ['2019-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
      }),
    ).toEqual([SALT_SAMPLE]);
    expect(SALT_SAMPLE).toMatchObject({
      id: 175,
      start_time: '2019-06-05T21:12:53.190506+00:00',
      end_time: '2019-06-05T21:13:24.729561+00:00',
      account_uuid: null,
      session_uuid: '4642ef92-d5ac-4ea2-b95d-2055b43f2193',
      event_data: { status: 401, headers: { Authorization: 'Basic cm9vdDpzYWx0MQ==', 'Content-Length': '41' } },
    });
  });

  it('lies in its window, with unique ids that rise as rows were inserted, when their events ended', async () => {
    const { simulator } = await salt({ events: 5000 });
    const made = simulator.records.filter((record) => record.id !== SALT_SAMPLE.id);
    expect(
      made.every(({ start_time, end_time }) => Date.parse(start_time) >= YEAR.from && Date.parse(end_time) < YEAR.to),
    ).toBe(true);
    expect(made.every(({ start_time, end_time }) => Date.parse(start_time) <= Date.parse(end_time))).toBe(true);
    const ids = made.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
    const ends = made.map(({ end_time }) => micros(end_time));
    expect(ends).toEqual([...ends].sort((one, other) => one - other));
  });

  it.each<[string, (record: SaltRecord) => boolean]>([
    ['times without a fraction', ({ start_time }) => start_time.length === 25],
    ['times with microseconds', ({ start_time }) => start_time.length === 32],
    ['ids beyond 32 bits', ({ id }) => id > 2 ** 32],
    ['unknown event types', ({ event_type }) => event_type === 'license'],
    ['empty event types', ({ event_type }) => event_type === ''],
    ['empty user names', ({ username }) => username === ''],
    ['no user name', ({ username }) => username === null],
    ['names beyond ASCII', ({ username }) => /[^\x20-\x7f]/.test(username ?? '')],
    ['quotes', ({ username }) => username?.includes('"') === true],
    ['percent signs', ({ username }) => username?.includes('%') === true],
    ['event data that is no object', ({ event_data }) => Array.isArray(event_data)],
    ['no event data', ({ event_data }) => event_data === null],
    ['very long text', ({ event_data }) => JSON.stringify(event_data).length > 5000],
    ['events that lasted minutes', (record) => elapsed(record) > 120_000],
  ])('has %s', async (_, holds) => {
    const { simulator } = await salt({ events: 5000 });
    expect(simulator.records.some(holds)).toBe(true);
  });

  it('has ties of start_time', async () => {
    const { simulator } = await salt();
    const starts = simulator.records.map(({ start_time }) => start_time);
    expect(new Set(starts).size).toBeLessThan(starts.length);
  });

  it('is exactly the rows given, where rows are given', async () => {
    const { simulator, ids } = await salt({ records: [{ username: 'one' }, { id: 900, username: 'two' }] });
    expect(simulator.records.map(({ username }) => username)).toEqual(['one', 'two']);
    expect(await ids({})).toEqual([1, 900]);
    expect(simulator.add().id).toBe(901);
  });
});

describe('paging', () => {
  it('sends 50 records where no limit is given, and all for -1', async () => {
    const { ask } = await salt({ events: 120 });
    expect((await ask()).ret?.results).toHaveLength(50);
    expect((await ask({ limit: -1 })).ret?.results).toHaveLength(120);
    expect((await ask({ limit: 0 })).ret?.results).toHaveLength(0);
  });

  it('starts a page at page * limit, the first being 0, and ends in empty pages', async () => {
    const { ids, simulator } = await salt({ events: 25 });
    const all = simulator.records.map(({ id }) => id);
    expect(await ids({ limit: 10, page: 0 })).toEqual(all.slice(0, 10));
    expect(await ids({ limit: 10, page: 2 })).toEqual(all.slice(20));
    expect(await ids({ limit: 10, page: 3 })).toEqual([]);
  });

  it.each([
    ['all', 25],
    ['page', 10],
  ] as const)('counts %s', async (count, expected) => {
    const { ask } = await salt({ events: 25, count });
    expect((await ask({ limit: 10 })).ret?.count).toBe(expected);
  });

  it.each([false, true])('walks to all rows in the order of start_time (reverse: %s)', async (reverse) => {
    const { simulator, rows } = await salt({ events: 500, swapTies: false });
    const pages = await Promise.all(
      Array.from({ length: 9 }, (_, page) => rows({ sort_by: 'start_time', reverse, limit: 60, page })),
    );
    const walked = pages.flat();
    const starts = walked.map(({ start_time }) => start_time.replace(/(:\d\d)\+/, '$1.000000+'));
    expect(starts).toEqual(reverse ? [...starts].sort().reverse() : [...starts].sort());
    expect(new Set(walked)).toHaveLength(500);
    expect(new Set(walked.map(({ id }) => id))).toEqual(new Set(simulator.records.map(({ id }) => id)));
  });

  it('orders ties otherwise at every page size, but a request as it did before', async () => {
    const { ids } = await salt({ records: Array.from({ length: 12 }, () => ({ start_time: at(1) })) });
    const ordered = Array.from({ length: 12 }, (_, index) => index + 1);
    const twelve = await ids({ sort_by: 'start_time', limit: 12 });
    expect([...twelve].sort((one, other) => one - other)).toEqual(ordered);
    expect(twelve).not.toEqual(ordered);
    expect(await ids({ sort_by: 'start_time', limit: 12 })).toEqual(twelve);
    expect(await ids({ sort_by: 'start_time', limit: 13 })).not.toEqual(twelve);
  });

  it('can send a row of a tie twice and another not at all, where the edge of a page cuts the tie', async () => {
    const { ids } = await salt({ records: Array.from({ length: 12 }, () => ({ start_time: at(1) })) });
    const walked = [0, 1, 2].map((page) => ids({ sort_by: 'start_time', limit: 4, page }));
    expect(new Set((await Promise.all(walked)).flat()).size).toBeLessThan(12);
  });

  it('keeps rows of different times apart whatever becomes of ties', async () => {
    const { rows } = await salt({ events: 300 });
    const starts = (await rows({ sort_by: 'start_time', limit: -1 })).map(({ start_time }) => micros(start_time));
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
  });

  it('keeps the order of insertion where none is asked for, older starts behind newer ones', async () => {
    const { simulator, ids } = await salt({ records: [{ start_time: at(10) }] });
    simulator.add({ start_time: at(3), end_time: at(40) });
    expect(await ids({})).toEqual([1, 2]);
    expect(await ids({ reverse: true })).toEqual([2, 1]);
    expect(await ids({ sort_by: 'start_time' })).toEqual([2, 1]);
  });

  it.each(['username', 'event_type', 'event_name', 'failed', 'start_time', 'end_time', 'elapsed_msec'] as const)(
    'sorts by %s, nothing last',
    async (sort_by) => {
      const { rows } = await salt({ events: 200 });
      const key = (row: SaltRecord) =>
        sort_by === 'elapsed_msec'
          ? elapsed(row)
          : sort_by.endsWith('_time')
            ? micros(String(row[sort_by as 'start_time']))
            : row[sort_by as 'username'];
      const keys = (await rows({ sort_by, limit: -1 })).map(key);
      const present = keys.filter((one) => one !== null);
      expect(keys).toEqual([
        ...present.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0)),
        ...keys.filter((one) => one === null),
      ]);
      const reversed = (await rows({ sort_by, limit: -1, reverse: true })).map(key);
      expect(reversed).toEqual([...keys].reverse());
    },
  );
});

describe('filters', () => {
  const tenth = { start_time: at(10, '.000001'), end_time: at(12, '.000001') };
  const records = [
    { start_time: at(9), username: 'root', event_type: 'auth', event_name: 'login', failed: true, account_uuid: null },
    { ...tenth, username: 'Root', event_type: 'task', event_name: 'ldap_sync' },
    { start_time: at(11), username: 'root', session_uuid: '00000000-0000-4000-8000-00000000000a' },
  ];

  it.each([
    [{ username: 'root' }, [1, 3]],
    [{ username: 'roo' }, []],
    [{ account_uuid: '80C67364-CB31-4F4B-972A-E7EA3F752BB8' }, [2, 3]],
    [{ session_uuid: '00000000-0000-4000-8000-00000000000A' }, [3]],
    [{ event_type: 'auth' }, [1]],
    [{ event_name: 'ldap_sync' }, [2]],
    [{ event_type: 'task', event_name: 'login' }, []],
    [{ failed: true }, [1]],
    [{ failed: false }, [2, 3]],
    [{ elapsed_msec_min: 2000 }, [2]],
    [{ elapsed_msec_min: 2001 }, []],
    [{ elapsed_msec_max: 1999 }, [1, 3]],
    [{ elapsed_msec_min: 0, elapsed_msec_max: 0 }, [1, 3]],
    [{ username: null, failed: null, sort_by: null, page: null, daterange: null }, [1, 2, 3]],
    [{ daterange: [at(9), at(11)] }, [1, 2, 3]],
    [{ daterange: ['2025-03-01T01:00:10.000001+01:00', '2025-03-01T00:00:10.000001Z'] }, [2]],
    [{ daterange: ['2025-03-01T00:00:10.000002', at(10, '.9')] }, []],
    [{ daterange: [at(11), at(9)] }, []],
  ])('%j finds rows %j, sorted or not', async (kwarg, expected) => {
    const { ids } = await salt({ records });
    expect(await ids(kwarg)).toEqual(expected);
    expect(await ids({ ...kwarg, sort_by: 'start_time' })).toEqual(expected);
  });

  it('can leave the end of a date range out', async () => {
    const { ids } = await salt({ records, daterangeEnd: 'exclusive' });
    expect(await ids({ daterange: [at(9), at(11)] })).toEqual([1, 2]);
    expect(await ids({ daterange: [at(9), at(11)], sort_by: 'start_time' })).toEqual([1, 2]);
  });
});

describe('while it runs', () => {
  it('shows late rows and forgets trimmed ones, in `records` and in answers alike', async () => {
    const { simulator, ids } = await salt({
      records: [{ start_time: at(1) }, { start_time: at(5) }, { start_time: at(3) }],
    });
    const { records } = simulator;
    expect(simulator.trim(at(3))).toBe(1);
    simulator.add({ start_time: at(4) });
    expect(records.map(({ id }) => id)).toEqual([2, 3, 4]);
    expect(await ids({})).toEqual([2, 3, 4]);
    expect(await ids({ sort_by: 'start_time' })).toEqual([3, 4, 2]);
  });

  it('audits its own callers where that is switched on', async () => {
    const { simulator, ask } = await salt({ records: [], auditSelf: true });
    await ask();
    expect(simulator.records.map(({ event_name, username }) => [event_name, username])).toEqual([
      ['login', 'audit'],
      ['audit.get_audit', 'audit'],
    ]);
  });
});

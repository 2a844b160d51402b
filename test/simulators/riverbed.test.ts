import { afterEach, describe, expect, it } from 'vitest';
import {
  RIVERBED_CONFIG,
  RIVERBED_SAMPLES,
  type RiverbedEvent,
  type RiverbedOptions,
  type RiverbedSimulator,
  startRiverbed,
} from '../../simulators/riverbed/index.ts';
import { getEvents, listed, outcome, postToken, refresh, tokenOf } from './riverbed-client.ts';

let running: RiverbedSimulator | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

const YEAR = { from: Date.parse('2025-01-01T00:00:00Z'), to: Date.parse('2026-01-01T00:00:00Z') };

async function riverbed(options: Partial<RiverbedOptions> = {}) {
  const simulator = await startRiverbed({ ...YEAR, ...options });
  running = simulator;
  const identifiers = async (query = '') =>
    (await listed(simulator.url, query)).items.map(({ identifier }) => identifier);
  return { simulator, url: simulator.url, identifiers };
}

/** One event a second, named by its second. */
const seconds = (count: number): readonly Partial<RiverbedEvent>[] =>
  Array.from({ length: count }, (_, second) => ({ timestamp: 1_740_000_000 + second, identifier: String(second) }));

describe('the data', () => {
  it('is the same for the same seed and another for another', async () => {
    const [one, two, three] = await Promise.all([7, 7, 8].map((seed) => startRiverbed({ ...YEAR, seed })));
    await Promise.all([one, two, three].map((simulator) => simulator?.close()));
    expect(two?.records).toEqual(one?.records);
    expect(three?.records).not.toEqual(one?.records);
    expect(one?.records).toHaveLength(1000);
  });

  it('holds the samples of the documents', async () => {
    const { url } = await riverbed();
    const { items } = await listed(url, 'sort=asc&limit=3');
    expect(items).toEqual(RIVERBED_SAMPLES);
    expect(items[0]).toMatchObject({
      record_type: 'authentication.login',
      action: 'operation',
      uid: 0,
      username: 'admin',
      ipaddr: '127.0.0.1',
      success: 1,
      rest_resource: 'access_tokens',
      details: [
        { field: 'auth_method', value: 'LOCAL' },
        { field: 'username', value: 'admin' },
      ],
    });
    expect(items[2]).toMatchObject({
      record_type: 'configuration_change.host_group',
      action: 'delete',
      identifier: 'Boston',
    });
  });

  it('lies in its window, oldest first, in whole seconds, and no two events are alike but for their count', async () => {
    const { simulator } = await riverbed({ events: 5000 });
    const made = simulator.records.slice(RIVERBED_SAMPLES.length);
    const times = made.map(({ timestamp }) => Number(timestamp));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(times.every((at) => Number.isInteger(at) && at * 1000 >= YEAR.from && at * 1000 < YEAR.to)).toBe(true);
    expect(new Set(times).size).toBeLessThan(times.length);
    expect(new Set(made.map((event) => JSON.stringify({ ...event, count: 0 }))).size).toBe(made.length);
  });

  it.each<[string, (event: RiverbedEvent) => boolean]>([
    ['no user', ({ uid, username }) => uid === -1 && username === ''],
    ['empty texts', ({ ipaddr }) => ipaddr === ''],
    ['IPv6 addresses', ({ ipaddr }) => ipaddr.includes(':')],
    ['failures', ({ success }) => success === 0],
    ['counts above one', ({ count }) => count > 1],
    ['unknown types', ({ record_type }) => record_type === 'mystery'],
    ['no type', ({ record_type }) => record_type === ''],
    ['a type that begins like another', ({ record_type }) => record_type === 'configuration_changes'],
    ['additional properties', (event) => typeof event.user_agent === 'string'],
    ['details with a value', ({ details }) => details.some(({ value }) => value !== undefined)],
    [
      'details with old and new',
      ({ details }) => details.some((one) => one.old !== undefined && one.new !== undefined),
    ],
    ['details with a field alone', ({ details }) => details.some((one) => Object.keys(one).length === 1)],
    ['details with more', ({ details }) => details.some(({ unit }) => unit !== undefined)],
  ])('has %s', async (_, holds) => {
    const { simulator } = await riverbed();
    expect(simulator.records.some(holds)).toBe(true);
  });

  it.each<[RiverbedOptions['timestamps'], RegExp]>([
    ['seconds', /^\d+$/],
    ['fraction', /^\d+\.\d{1,3}$/],
    ['text', /^"\d+"$/],
    ['mixed', /^"\d+\.\d+"$/],
  ])('can have timestamps in the form %s', async (timestamps, form) => {
    const { simulator } = await riverbed({ timestamps, events: 50 });
    expect(simulator.records.some(({ timestamp }) => form.test(JSON.stringify(timestamp)))).toBe(true);
    const times = simulator.records.map(({ timestamp }) => Number(timestamp));
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });
});

describe('a page', () => {
  it('is the newest hundred where nothing is asked for', async () => {
    const { url, simulator } = await riverbed({ events: 150 });
    const { items, meta } = await listed(url);
    expect(items).toEqual([...simulator.records].reverse().slice(0, 100));
    expect(meta).toEqual({ count: 100, limit: 100, offset: 0, total: 150 });
  });

  it.each([
    ['limit=3', ['9', '8', '7']],
    ['limit=3&offset=8', ['1', '0']],
    ['limit=3&offset=10', []],
    ['limit=0', []],
    ['sort=asc&limit=2&offset=4', ['4', '5']],
    ['sort=desc&sortBy=timestamp&limit=1', ['9']],
    ['sort=asc&sortBy=identifier&limit=2&offset=8', ['8', '9']],
  ])('%s is %j', async (query, expected) => {
    const { identifiers } = await riverbed({ records: seconds(10) });
    expect(await identifiers(query)).toEqual(expected);
  });

  it('walks to all events by any step', async () => {
    const { url, simulator } = await riverbed({ events: 700 });
    const pages = await Promise.all([0, 1, 2, 3, 4, 5].map((page) => listed(url, `limit=130&offset=${page * 130}`)));
    expect(pages.flatMap(({ items }) => items)).toEqual([...simulator.records].reverse());
  });

  it.each([
    ['partial', { count: 3, offset: 1 }],
    ['absent', undefined],
  ] as const)('can come with meta %s', async (meta, expected) => {
    const { url } = await riverbed({ records: seconds(10), meta });
    expect((await listed(url, 'limit=3&offset=1')).meta).toEqual(expected);
  });

  it.each([
    'limit=-1',
    'limit=x',
    'limit=',
    'limit=1.5',
    'offset=-1',
    'sort=up',
    'sort=DESC',
    'sortBy=time',
    'sortBy=details',
    'success=true',
    'success=2',
    'limit=1001',
  ])('is refused for %s', async (query) => {
    const { url } = await riverbed();
    expect(await outcome(getEvents(url, query))).toEqual([400, 'REQUEST_INVALID_INPUT']);
  });

  it('can be cut to the highest limit instead', async () => {
    const { url } = await riverbed({ records: seconds(10), maxLimit: 4, overLimit: 'clamp' });
    const { items, meta } = await listed(url, 'limit=9');
    expect([items.length, meta?.limit]).toEqual([4, 4]);
  });

  it('knows no time filter: such a name changes nothing, or is refused', async () => {
    const lenient = await riverbed({ records: seconds(10) });
    expect(await lenient.identifiers('start_time=1740000005')).toHaveLength(10);
    await running?.close();
    const strict = await riverbed({ unknownQuery: 'reject' });
    expect(await outcome(getEvents(strict.url, 'start_time=1740000005'))).toEqual([400, 'REQUEST_INVALID_INPUT']);
  });

  it('can order the events of one second otherwise at every offset', async () => {
    const tied = Array.from({ length: 12 }, (_, pid) => ({ timestamp: 1_740_000_000, pid, identifier: String(pid) }));
    const { identifiers } = await riverbed({ records: tied, swapTies: true });
    const whole = await identifiers('limit=12');
    expect(new Set(whole).size).toBe(12);
    expect(await identifiers('limit=12')).toEqual(whole);
    expect(await identifiers('limit=13')).not.toEqual(whole);
  });
});

describe('filters', () => {
  const records: readonly Partial<RiverbedEvent>[] = [
    { identifier: 'a', username: 'admin', record_type: 'authentication.login', action: 'operation' },
    { identifier: 'b', username: 'Admin', record_type: 'configuration_change', action: 'update', success: 0 },
    { identifier: 'c', username: '', record_type: 'configuration_change.roles', action: 'update' },
    { identifier: 'd', username: 'ü %"\\', record_type: 'configuration_changes', action: '' },
  ];

  it.each([
    ['username=admin', ['a']],
    ['username=', ['c']],
    [`username=${encodeURIComponent('ü %"\\')}`, ['d']],
    ['success=0', ['b']],
    ['success=1', ['a', 'c', 'd']],
    ['action=update', ['b', 'c']],
    ['action=update&success=1', ['c']],
    ['record_type=configuration_change', ['b']],
    ['record_type=configuration_', []],
  ])('%s finds %j', async (query, expected) => {
    const { identifiers } = await riverbed({ records });
    expect(await identifiers(`sort=asc&${query}`)).toEqual(expected);
  });

  it('can take a record type with its subtypes', async () => {
    const { identifiers } = await riverbed({ records, recordType: 'prefix' });
    expect(await identifiers('sort=asc&record_type=configuration_change')).toEqual(['b', 'c']);
  });
});

describe('while it runs', () => {
  it('the count of the newest event grows, head and tail move, late events find their place', async () => {
    const { simulator, identifiers } = await riverbed({ records: seconds(4) });
    const { records } = simulator;
    simulator.bump();
    expect(simulator.bump(3).count).toBe(5);
    expect(records.at(-1)).toMatchObject({ identifier: '3', count: 5 });
    simulator.add({ identifier: 'now' });
    simulator.add({ identifier: 'late', timestamp: '1740000001.5' });
    expect(simulator.pruneTail(1)).toBe(1);
    expect(await identifiers()).toEqual(['now', '3', '2', 'late', '1']);
    expect(records.map(({ identifier }) => identifier)).toEqual(['1', 'late', '2', '3', 'now']);
  });

  it('shows nothing where auditing is off', async () => {
    const { url } = await riverbed({ config: { ...RIVERBED_CONFIG, system: { enabled: false } } });
    expect(await listed(url)).toEqual({ items: [], meta: { count: 0, limit: 100, offset: 0, total: 0 } });
  });

  it.each([
    [true, [], 1],
    [false, [], 0],
    [true, ['authentication'], 0],
    [true, ['authentication.log'], 1],
  ])(
    'audits logins (switched on: %s, disabled types: %j): %i, and no refreshed token',
    async (auditLogins, disabled_types, expected) => {
      const { simulator, url } = await riverbed({
        records: [],
        auditLogins,
        config: { ...RIVERBED_CONFIG, disabled_types },
      });
      const { refresh_token } = await tokenOf(postToken(url, { generate_refresh_token: true }));
      await refresh(url, refresh_token);
      await postToken(url, { user_credentials: { username: 'x', password: 'y' } });
      expect(simulator.records.map(({ record_type }) => record_type)).toEqual(
        Array(expected).fill('authentication.login'),
      );
    },
  );
});

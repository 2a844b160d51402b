import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFilter } from '../../simulators/astromkey/filter.ts';
import type { AstromkeyRecord, AstromkeySimulator } from '../../simulators/astromkey/index.ts';
import { DAY_MS, entry, get, NOW, start } from './astromkey-client.ts';

describe('a walk', () => {
  async function walk(
    simulator: AstromkeySimulator,
    question: Readonly<Record<string, string>>,
    between: () => void = () => {},
  ) {
    let { json } = await get(simulator, question);
    const pages: (readonly AstromkeyRecord[])[] = [json.auditLogs];
    while (json.nextPageKey) {
      between();
      const totalCount = json.totalCount;
      ({ json } = await get(simulator, { nextPageKey: json.nextPageKey }));
      expect(json.totalCount).toBe(totalCount);
      pages.push(json.auditLogs);
    }
    return pages;
  }

  it.each(['timestamp', '-timestamp'])('by %s meets every entry once, by keys alone', async (sort) => {
    const simulator = await start({ events: 500 });
    const pages = await walk(simulator, { sort, from: '0', to: String(NOW), pageSize: '17' });
    const expected = simulator.records.filter(({ timestamp }) => timestamp < NOW);
    expect(pages.flat()).toEqual(sort === 'timestamp' ? expected : expected.toReversed());
    expect(pages.slice(0, -1).every((page) => page.length === 17)).toBe(true);
  });

  it('keeps its filter', async () => {
    const simulator = await start({ events: 500 });
    const pages = await walk(simulator, { filter: 'category("CONFIG")', from: 'now-5w', pageSize: '10' });
    expect(pages.flat()).toEqual(
      simulator.records
        .filter(({ category, timestamp }) => category === 'CONFIG' && timestamp >= NOW - 35 * DAY_MS && timestamp < NOW)
        .toReversed(),
    );
    expect(pages.length).toBeGreaterThan(3);
  });

  it('keeps its window, whatever the clock says, and does not see what is written behind it', async () => {
    let now = NOW;
    const records = [1, 2, 3, 4].map((back) => entry(NOW - back * 1000));
    const simulator = await start({ records, clock: () => now });
    const pages = await walk(simulator, { pageSize: '1' }, () => {
      now += 15 * DAY_MS;
      simulator.add(entry(NOW - 500, { logId: String(now) }));
      simulator.add(entry(NOW + 500, { logId: String(now + 1) }));
    });
    expect(pages.flat()).toEqual(records);
  });

  it('may have short pages that go on', async () => {
    const simulator = await start({ events: 300, shortPages: true });
    const pages = await walk(simulator, { from: 'now-5w', pageSize: '20' });
    expect(new Set(pages.map((page) => page.length)).size).toBeGreaterThan(3);
    expect(pages.flat()).toHaveLength(300);
  });

  it('refuses a key beside anything else, a changed key, a key of another server, and an old one if told to', async () => {
    const simulator = await start({ keyUses: 1 });
    const { nextPageKey } = (await get(simulator, { pageSize: '10' })).json;
    expect((await get(simulator, { nextPageKey, pageSize: '10' })).json.error.constraintViolations[0].path).toBe(
      'pageSize',
    );
    const changed = nextPageKey.slice(0, -1) + (nextPageKey.endsWith('A') ? 'B' : 'A');
    expect((await get(simulator, { nextPageKey: changed })).status).toBe(400);
    expect((await get(simulator, { nextPageKey: `${nextPageKey}=` })).status).toBe(400);
    expect((await get(await start(), { nextPageKey })).status).toBe(400);
    const second = await get(simulator, { nextPageKey });
    expect(second.status).toBe(200);
    expect((await get(simulator, { nextPageKey: second.json.nextPageKey })).status).toBe(400);
  });
});

describe('a filter', () => {
  const records = [
    entry(NOW - 1, { user: 'a"~b', eventType: 'LOGIN', category: 'WEB_UI', entityId: '192.0.2.7' }),
    entry(NOW - 2, { user: 'admin', eventType: 'CREATE', entityId: null }),
    entry(NOW - 3, { user: 'Admin', eventType: 'UPDATE' }),
  ];

  it.each<[string, readonly number[]]>([
    ['', [0, 1, 2]],
    ['eventType(LOGIN)', [0]],
    ['eventType("LOGIN")', [0]],
    ['eventType("CREATE","UPDATE")', [1, 2]],
    [' eventType( "CREATE" , UPDATE ) , category("CONFIG") ', [1, 2]],
    ['eventType("CREATE","LOGIN"),category("CONFIG")', [1]],
    ['user("adm")', []],
    ['user("admin")', [1]],
    ['user("a~"~~b")', [0]],
    ['entityId("2.0.2")', [0]],
    ['entityId("2.0.2","x"),user("admin")', []],
  ])('%s finds what holds', async (filter, found) => {
    const { json } = await get(await start({ records }), { filter });
    expect(json.auditLogs).toEqual(found.map((index) => records[index]));
    expect(json.totalCount).toBe(found.length);
  });

  it('finds every value that is written with its tildes and quotes escaped, and no other', () => {
    const value = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), value, (values, other) => {
        const passes = readFilter(`user(${values.map((text) => `"${text.replace(/["~]/g, '~$&')}"`).join(',')})`);
        expect(values.every((user) => passes(entry(0, { user })))).toBe(true);
        expect(passes(entry(0, { user: other }))).toBe(values.includes(other));
      }),
    );
  });
});

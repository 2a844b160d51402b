import { afterEach, describe, expect, it } from 'vitest';
import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';
import type { Kind } from '../../simulators/registry.ts';
import { FIRST_SECOND, jsonOf, KINDS, pagesOf, SECONDS, SIZE, ward } from './faulty-vendors.ts';

const { start, closeAll } = ward();
afterEach(closeAll);

const NEWEST_FIRST = SECONDS.toReversed();

async function walked(kind: Kind, fault: FaultGiven, count: number) {
  const vendor = await start(kind, [fault]);
  const pages = await pagesOf(vendor, count);
  const records = JSON.parse(JSON.stringify(vendor.simulator.records)) as readonly unknown[];
  return { pages: pages.map((page) => vendor.rowsOf(page).map(vendor.secondsOf)), records };
}

describe.each(KINDS)('while %s is walked', (kind) => {
  it('late rows appear, each at a time that others have', async () => {
    const growing = await start(kind, [{ kind: 'lateRows', n: 3, times: 2 }]);
    for (const _ of [1, 2, 3]) await growing.ask();
    expect(growing.simulator.records).toHaveLength(SECONDS.length + 6);
    const vendor = await start(kind, [{ kind: 'lateRows', n: 40, times: 1 }]);
    const times = vendor.rowsOf(await jsonOf(vendor.ask())).map(vendor.secondsOf);
    expect(times.every((at) => SECONDS.includes(at))).toBe(true);
    expect(new Set(times).size).toBeLessThan(SIZE);
    expect(new Set(vendor.simulator.records.map((record) => JSON.stringify(record))).size).toBe(SECONDS.length + 40);
  });

  it('new rows appear at the head', async () => {
    const { pages, records } = await walked(kind, { kind: 'headInserts', n: 2, times: 1 }, 1);
    expect(records).toHaveLength(SECONDS.length + 2);
    const [one = 0, two = 0, ...others] = pages[0] ?? [];
    expect([one >= two, two > (SECONDS.at(-1) ?? 0)]).toEqual([true, true]);
    expect(others).toEqual(NEWEST_FIRST.slice(0, SIZE - 2));
  });
});

describe('what else happens to the data', () => {
  it.each(['salt', 'riverbed'] as const)('%s deletes its oldest rows, a few for each answer', async (kind) => {
    const { pages, records } = await walked(kind, { kind: 'tailPruning', n: 2 }, 3);
    expect(records).toHaveLength(SECONDS.length - 6);
    expect(pages[1]).toEqual(NEWEST_FIRST.slice(5, 8));
  });

  it('offsets shift: a row inserted at the head comes again on the next page', async () => {
    const { pages } = await walked('riverbed', { kind: 'headInserts', after: 1, times: 1 }, 2);
    expect(pages[1]?.[0]).toBe(pages[0]?.at(-1));
  });

  it('the count of the newest event of a Riverbed grows', async () => {
    const vendor = await start('riverbed', [{ kind: 'growingCounts', n: 2 }]);
    const [one, two] = [await jsonOf(vendor.ask()), await jsonOf(vendor.ask())];
    expect([one, two].map((page) => page.items[0].count)).toEqual([3, 5]);
  });

  it.each(['salt', 'riverbed'] as const)('%s survives having nothing left', async (kind) => {
    const vendor = await start(kind, [{ kind: 'tailPruning', n: 11 }]);
    await pagesOf(vendor, 1);
    vendor.simulator.setFaults([{ kind: 'tailPruning', n: 1 }, { kind: 'lateRows' }, { kind: 'headInserts' }]);
    expect((await vendor.ask()).status).toBe(200);
  });
});

describe('a login that ends in mid-paging', () => {
  const LOST: Readonly<Record<Kind, readonly [status: number, words: string]>> = {
    salt: [401, 'jwt not authorized'],
    riverbed: [401, 'AUTH_EXPIRED_TOKEN'],
    zstack: [503, 'ID.1001'],
    f5xc: [404, 'scroll_id is unknown or has expired'],
    astromkey: [400, 'The page key is invalid'],
  };

  it.each(['salt', 'riverbed', 'zstack', 'astromkey'] as const)('is told by %s in its own words', async (kind) => {
    const vendor = await start(kind, [{ kind: 'sessionExpiry', every: 3 }]);
    const pages = await pagesOf(vendor, 2);
    const answer = await vendor.ask(pages.at(-1));
    const [status, words] = LOST[kind];
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(words)]);
  });

  it('is, for F5, the end of a scroll', async () => {
    const { simulator } = await start('f5xc', [{ kind: 'sessionExpiry', every: 2 }]);
    const headers = { authorization: 'APIToken simulated-f5xc-api-token' };
    const path = '/api/secret_management/namespaces/default/voltshare/audit_logs';
    const post = (end: string, body: object) =>
      fetch(simulator.url + path + end, { method: 'POST', headers, body: JSON.stringify(body) });
    const window = { start_time: String(FIRST_SECOND), end_time: '9999999999' };
    const { scroll_id } = await jsonOf(post('', { ...window, limit: SIZE, scroll: true }));
    const answer = await post('/scroll', { scroll_id });
    expect([answer.status, (await answer.json()).message]).toEqual(LOST.f5xc);
  });
});

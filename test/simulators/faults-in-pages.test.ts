import { afterEach, describe, expect, it } from 'vitest';
import { FAULT_KINDS, type FaultGiven, type FaultKind } from '../../simulators/kit/faults/fault.ts';
import { faultOfText } from '../../simulators/kit/faults/fault-text.ts';
import type { Kind } from '../../simulators/registry.ts';
import { startZstack } from '../../simulators/zstack/index.ts';
import { jsonOf, KINDS, pagesOf, SECONDS, SIZE, type Vendor, ward } from './faulty-vendors.ts';
import { signedIn } from './zstack-client.ts';

const { start, closeAll } = ward();
afterEach(closeAll);

/** The faults a vendor has nothing for. */
const WITHOUT: Readonly<Record<Kind, readonly FaultKind[]>> = {
  salt: ['loopingCursor', 'refusedCursor', 'growingCounts'],
  riverbed: ['loopingCursor', 'refusedCursor', 'outsideWindow'],
  zstack: ['loopingCursor', 'refusedCursor', 'growingCounts', 'tailPruning', 'wrongTotal'],
  f5xc: ['growingCounts', 'tailPruning'],
  astromkey: ['growingCounts', 'tailPruning', 'fullPages'],
};

const NEEDED: Readonly<Partial<Record<FaultKind, string>>> = {
  latency: 'latency=1',
  status: 'status=503',
  clockSkew: 'clockSkew=1',
};
const NEWEST_FIRST = SECONDS.toReversed();
const has = (fault: FaultKind) => KINDS.filter((kind) => !WITHOUT[kind].includes(fault));
const seconds = (vendor: Vendor, page: unknown) => vendor.rowsOf(page).map(vendor.secondsOf);

async function pages(kind: Kind, fault: FaultGiven, count: number): Promise<readonly (readonly number[])[]> {
  const vendor = await start(kind, [fault]);
  return (await pagesOf(vendor, count)).map((page) => seconds(vendor, page));
}

const page = (number: number) => NEWEST_FIRST.slice(number * SIZE, (number + 1) * SIZE);
const FIRST = page(0);
const [NEWEST = 0, ...OTHERS] = FIRST;
const MIDDLE = OTHERS.slice(0, -1);
const LAST = OTHERS.at(-1) ?? 0;

describe.each(has('refusedCursor'))('%s refuses page keys', (kind) => {
  it('in its own form, and no call without one', async () => {
    const vendor = await start(kind, [{ kind: 'refusedCursor', after: 1, times: 1 }]);
    const first = await jsonOf(vendor.ask());
    expect(seconds(vendor, first)).toEqual(page(0));
    expect((await vendor.ask(first)).status).toBe(404);
    expect(seconds(vendor, await jsonOf(vendor.ask(first)))).toEqual(page(1));
  });
});

describe.each(KINDS)('%s', (kind) => {
  it.each(FAULT_KINDS)('has the fault %s or says that it has not', async (name) => {
    const { simulator } = await start(kind);
    const set = () => simulator.setFaults([faultOfText(NEEDED[name] ?? name)]);
    if (WITHOUT[kind].includes(name)) expect(set).toThrow(`${kind} cannot have the fault ${name}`);
    else expect(set).not.toThrow();
  });

  it('without faults tells the truth', async () => {
    const vendor = await start(kind);
    expect((await pagesOf(vendor, 3)).map((told) => seconds(vendor, told))).toEqual([page(0), page(1), page(2)]);
  });

  it.each([
    [{ kind: 'swappedRows' }, [LAST, ...MIDDLE, NEWEST]],
    [{ kind: 'reversedRows' }, FIRST.toReversed()],
    [{ kind: 'skippedRows', n: 2 }, FIRST.slice(2)],
    [{ kind: 'repeatedRows', where: 'within', n: 2 }, [...FIRST, ...FIRST.slice(-2)]],
    [{ kind: 'timeless' }, [Number.NaN, ...OTHERS]],
  ] as const)('under %j answers its rows as it says', async (fault, expected) => {
    expect(await pages(kind, fault, 1)).toEqual([expected]);
  });

  it('repeats the last row of a page on the next one', async () => {
    const told = await pages(kind, { kind: 'repeatedRows' }, 2);
    expect(told).toEqual([FIRST, [LAST, ...page(1)]]);
  });

  it('tells a row twice under one id, with two contents', async () => {
    const vendor = await start(kind, [{ kind: 'reusedIds' }]);
    const [one = [], other = [], third = []] = vendor.rowsOf(await jsonOf(vendor.ask())).map(vendor.saying);
    expect(other[0]).toEqual(one[0]);
    expect(other[1]).not.toEqual(one[1]);
    expect(third[0]).not.toEqual(one[0]);
  });

  it('tells a row with a field of another type', async () => {
    const vendor = await start(kind, [{ kind: 'undecodable', n: 2 }]);
    const rows = vendor.rowsOf(await jsonOf(vendor.ask()));
    const strange = rows.map((row) => JSON.stringify(row).includes('{"not":"a text"}'));
    expect(strange).toEqual([true, true, false, false, false]);
    expect(rows.map(vendor.secondsOf)).toEqual(FIRST);
  });
});

describe('events outside the asked window', () => {
  it.each(has('outsideWindow'))('are told by %s', async (kind) => {
    const vendor = await start(kind, [], true);
    const inside = await jsonOf(vendor.ask());
    expect(seconds(vendor, inside)).toEqual(NEWEST_FIRST.slice(2, 7));
    vendor.simulator.setFaults([{ kind: 'outsideWindow', ms: 10_000 }]);
    expect(seconds(vendor, await jsonOf(vendor.ask()))).toEqual(NEWEST_FIRST.slice(1, 6));
  });
});

describe('a wrong total', () => {
  it.each(has('wrongTotal'))('is told by %s', async (kind) => {
    const vendor = await start(kind, [{ kind: 'wrongTotal', by: -5 }]);
    const told = await jsonOf(vendor.ask());
    expect([vendor.totalOf(told), seconds(vendor, told)]).toEqual([7, FIRST]);
  });
});

describe('pages that never get short', () => {
  it.each(has('fullPages'))('are told by %s', async (kind) => {
    const told = await pages(kind, { kind: 'fullPages' }, 3);
    const oldest = SECONDS[0];
    expect(told[2]).toEqual([...page(2), oldest, oldest, oldest]);
  });

  it('are full even behind the end, with the last row that there was', async () => {
    const vendor = await start('riverbed', [{ kind: 'fullPages' }]);
    const told = await pagesOf(vendor, 4);
    expect(seconds(vendor, told[3])).toEqual(Array.from({ length: SIZE }, () => SECONDS[0]));
  });
});

describe('the print of a page', () => {
  it('of a ZStack that prints doubles stays that of doubles', async () => {
    const simulator = await startZstack({ events: 20, eNotation: true });
    const { audits } = await signedIn(simulator);
    const truth = await audits('limit=3');
    simulator.setFaults([{ kind: 'reversedRows' }]);
    const lie = await audits('limit=3');
    await simulator.close();
    expect(lie.json.audits).toEqual(truth.json.audits.toReversed());
    expect([...lie.text].toSorted()).toEqual([...truth.text].toSorted());
  });
});

describe('a cursor that loops', () => {
  it.each(has('loopingCursor'))('stays the same for ever at %s', async (kind) => {
    const told = await pages(kind, { kind: 'loopingCursor' }, 5);
    expect(told).toEqual([page(0), page(1), page(1), page(1), page(1)]);
  });

  it.each(has('loopingCursor'))('goes in a circle of two at %s', async (kind) => {
    const told = await pages(kind, { kind: 'loopingCursor', length: 2 }, 6);
    expect(told).toEqual([page(0), page(1), page(2), page(1), page(2), page(1)]);
  });

  it('is told also where a scroll id is good for one use', async () => {
    const { simulator } = await start('f5xc', [{ kind: 'loopingCursor' }]);
    const headers = { authorization: 'APIToken simulated-f5xc-api-token' };
    const path = '/api/secret_management/namespaces/default/voltshare/audit_logs';
    const post = (end: string, body: object) =>
      jsonOf(fetch(simulator.url + path + end, { method: 'POST', headers, body: JSON.stringify(body) }));
    const first = await post('', { start_time: '0', limit: SIZE, scroll: true, end_time: '9999999999' });
    const second = await post('/scroll', { scroll_id: first.scroll_id });
    const third = await post('/scroll', { scroll_id: second.scroll_id });
    expect(second.scroll_id).toBe(first.scroll_id);
    expect([second.logs.length, third]).toEqual([SIZE, second]);
  });
});

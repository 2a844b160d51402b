import { afterEach, describe, expect, it } from 'vitest';
import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';
import { jsonOf, KINDS, type Vendor, ward } from './faulty-vendors.ts';

const { start, closeAll } = ward();
afterEach(closeAll);

const DOWN = { kind: 'status', status: 503, form: 'empty' } as const;

async function statuses({ ask }: Vendor, count: number): Promise<readonly number[]> {
  const told: number[] = [];
  while (told.length < count) told.push((await ask()).status);
  return told;
}

describe('which answers a fault hits', () => {
  it.each([
    [{}, '######'],
    [{ times: 2 }, '##....'],
    [{ after: 2 }, '..####'],
    [{ after: 1, times: 2 }, '.##...'],
    [{ every: 3 }, '..#..#'],
    [{ every: 2, after: 1, times: 1 }, '..#...'],
    [{ probability: 0 }, '......'],
    [{ probability: 1 }, '######'],
    [{ only: 'all' }, '######'],
    [{ only: 'login' }, '......'],
  ] as const)('with %j: %s', async (when, expected) => {
    const vendor = await start('astromkey', [{ ...DOWN, ...when }]);
    const told = await statuses(vendor, 6);
    expect(told.map((status) => (status === 503 ? '#' : '.')).join('')).toBe(expected);
  });

  it('by chance, the same ones for the same seed and others for another', async () => {
    const under = async (seed: number) => {
      const vendor = await start('f5xc', [{ ...DOWN, probability: 0.5, seed }]);
      return (await statuses(vendor, 40)).join();
    };
    const [one, again, other] = [await under(1), await under(1), await under(2)];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    expect(new Set(one.split(','))).toEqual(new Set(['200', '503']));
  });

  it.each(['salt', 'riverbed', 'zstack'] as const)('at the way in to %s', async (kind) => {
    const vendor = await start(kind);
    const asked = async (only: 'data' | 'login' | 'all') => {
      vendor.simulator.setFaults([{ kind: 'status', status: 502, only }]);
      const [data, login] = [await vendor.ask(), await vendor.logIn?.()];
      return [data.status === 502, login?.status === 502];
    };
    expect([await asked('data'), await asked('login'), await asked('all')]).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it('several faults at once, and of two answers the first', async () => {
    const vendor = await start('riverbed', [
      { kind: 'reversedRows' },
      { kind: 'wrongTotal', by: 1 },
      { kind: 'status', status: 500, after: 1 },
      { kind: 'html', after: 1 },
    ]);
    const told = await jsonOf(vendor.ask());
    const times = vendor.rowsOf(told).map(vendor.secondsOf);
    expect([times, vendor.totalOf(told)]).toEqual([times.toSorted((one, other) => one - other), 13]);
    expect((await vendor.ask()).status).toBe(500);
  });
});

describe.each(KINDS)('the admin path of %s', (kind) => {
  const adminOf = ({ simulator }: Vendor) => {
    const path = new URL('/_admin/faults', simulator.url);
    return (method: string, body?: unknown) =>
      fetch(path, {
        method,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
  };

  it('switches faults on, tells them with their hits, and switches them off', async () => {
    const vendor = await start(kind);
    const admin = adminOf(vendor);
    const seen = vendor.simulator.requests.length;
    const set = await jsonOf(admin('POST', { faults: [DOWN] }));
    expect(set).toEqual({ faults: [expect.objectContaining({ ...DOWN, only: 'data', after: 0 })], hits: [0] });
    expect(await statuses(vendor, 2)).toEqual([503, 503]);
    expect(await jsonOf(admin('GET'))).toEqual({ faults: set.faults, hits: [2] });
    expect(await jsonOf(admin('POST', { faults: set.faults }))).toEqual(set);
    expect(await jsonOf(admin('DELETE'))).toEqual({ faults: [], hits: [] });
    expect(await statuses(vendor, 1)).toEqual([200]);
    expect(vendor.simulator.requests.length - seen).toBe(3);
  });

  it('answers whatever faults are on', async () => {
    const faults: FaultGiven[] = [{ kind: 'reset' }, { kind: 'hang' }, { kind: 'status', status: 500 }];
    const vendor = await start(
      kind,
      faults.map((fault) => ({ ...fault, only: 'all' })),
    );
    expect((await jsonOf(adminOf(vendor)('GET'))).faults).toHaveLength(3);
    expect((await adminOf(vendor)('DELETE')).status).toBe(200);
    expect(await statuses(vendor, 1)).toEqual([200]);
  });

  it.each([
    ['{', /expected \{"faults": \[\.\.\.\]\}/],
    [{ fault: [] }, /expected \{"faults": \[\.\.\.\]\}/],
    [{ faults: [{ kind: 'gremlins' }] }, /faults\.0\.kind: /],
    [{ faults: [DOWN, { kind: 'latency' }] }, /faults\.1\.ms: .*number/],
    [{ faults: [{ kind: 'status', status: 418 }] }, /faults\.0\.status: /],
    [{ faults: [{ ...DOWN, sometimes: true }] }, /faults\.0: .*sometimes/],
  ])('refuses %j, and what was on stays on', async (body, why) => {
    const vendor = await start(kind, [DOWN]);
    const answer = await adminOf(vendor)('POST', body);
    expect([answer.status, (await answer.json()).error]).toEqual([400, expect.stringMatching(why)]);
    expect(await statuses(vendor, 1)).toEqual([503]);
  });

  it('knows three methods', async () => {
    expect((await adminOf(await start(kind))('PUT', {})).status).toBe(405);
  });
});

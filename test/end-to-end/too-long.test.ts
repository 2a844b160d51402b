import { describe, expect, test } from 'vitest';
import { NEWEST_FIRST } from '../../src/domain/order.ts';
import { compare } from '../../src/domain/position.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import { VENDORS, type World, world } from './worlds.ts';

const { signal } = new AbortController();
const lengthOf = ({ path, query, body }: World['simulator']['requests'][number]) =>
  path.length + query.toString().length + body.length;

/** Room for the digits of a larger page and for another stream's name, but for no filter. */
const ROOM = 11;

/** The shortest question for the log. */
function shortest({ simulator }: World): number {
  const path = simulator.requests.at(-1)?.path;
  return Math.min(...simulator.requests.filter((request) => request.path === path).map(lengthOf));
}

describe.each(VENDORS)('%s, which finds a filter too long', (kind) => {
  test.each([413, 414, 431] as const)('(%i), is asked without it, and nothing is lost', async (status) => {
    const vendor = await world(kind, { events: 60, seed: 5 });
    try {
      const gateway = gatewayOf([vendor.source], Date.now);
      const truth = vendor.truth();
      const action = truth.find((event) => event.action !== '')?.action ?? '';
      const expected = truth.filter((event) => event.action === action).toSorted((a, b) => compare(a, b, NEWEST_FIRST));

      await gateway.events({ first: 100 }, signal);
      vendor.simulator.setFaults([{ kind: 'tooLong', most: shortest(vendor) + ROOM, status }]);
      const { edges, coverage } = await gateway.events({ first: 100, filter: { action: { eq: action } } }, signal);

      expect(vendor.simulator.requests.some((request) => request.status === status)).toBe(true);
      expect(edges.map(({ event }) => event.id)).toEqual(expected.slice(0, 100).map(({ id }) => id));
      expect(coverage).toMatchObject({ complete: true });
      expect(coverage.sources[0]).toMatchObject({
        problem: null,
        report: { pushedDown: [], filteredHere: ['action'] },
      });
    } finally {
      await vendor.close();
    }
  });
});

test('a vendor that finds even a bare question too long has failed', async () => {
  const vendor = await world('astromkey', { events: 10 });
  try {
    vendor.simulator.setFaults([{ kind: 'tooLong', most: 1 }]);
    const filter = { action: { eq: 'LOGIN' }, actor: { name: { eq: 'admin' } } };
    const { coverage } = await gatewayOf([vendor.source], Date.now).events({ first: 5, filter }, signal);
    expect(coverage.sources[0]?.problem).toMatchObject({ code: 'BAD_REQUEST', httpStatus: 414 });
    const lengths = vendor.simulator.requests.map(lengthOf);
    expect(lengths).toEqual([...new Set(lengths)].toSorted((a, b) => b - a));
    expect(lengths).toHaveLength(3);
  } finally {
    await vendor.close();
  }
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Order, reversed } from '../../src/domain/order.ts';
import { anEvent, anOrder } from '../fakes/arbitrary.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { gatewayOf, sortBy } from '../fakes/gateway-of.ts';

test('the last n before a place are the first n after it the other way, reversed', async () => {
  const events = fc.uniqueArray(anEvent(), { selector: (event) => event.id, minLength: 1, maxLength: 20 });
  const numbers = fc.record({ size: fc.integer({ min: 1, max: 6 }), at: fc.nat({ max: 19 }) });
  await fc.assert(
    fc.asyncProperty(events, anOrder(), numbers, async (all, order, { size, at }) => {
      const halves = [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 > 0)];
      const gateway = gatewayOf(
        halves.map((half, index) => arrayLane({ key: `s${index}`, events: half, grainUs: 1_000 })),
      );
      const signal = new AbortController().signal;
      const [sort, other] = [order, reversed(order)];
      const ask = (args: object, way: Order) => gateway.events({ sort: sortBy(way), ...args }, signal);

      const here = (await ask({ first: 20 }, sort)).edges[at % all.length];
      const there = (await ask({ first: 20 }, other)).edges.find((edge) => edge.event.id === here?.event.id);
      const before = await ask({ last: size, before: here?.cursor }, sort);
      const after = await ask({ first: size, after: there?.cursor }, other);

      expect(before.edges.map((edge) => edge.event.id)).toEqual(after.edges.map((edge) => edge.event.id).toReversed());
      expect(before.pageInfo.hasPreviousPage).toBe(after.pageInfo.hasNextPage);
      expect(before.pageInfo.hasNextPage).toBe(true);
    }),
  );
});

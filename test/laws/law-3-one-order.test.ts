import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import type { Order } from '../../src/domain/order.ts';
import { compare, placeOf } from '../../src/domain/position.ts';
import type { Answer } from '../../src/federation/gateway.ts';
import { anEvent, anOrder } from '../fakes/arbitrary.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { eventsOf, gatewayOf, sortBy, walk } from '../fakes/gateway-of.ts';

const inOrder = (order: Order) => (a: AuditEvent, b: AuditEvent) =>
  compare(placeOf(a, order), placeOf(b, order), order);

const KEYS = ['a', 'b', 'c'] as const;

interface World {
  readonly events: readonly AuditEvent[];
  readonly grainUs: number;
  readonly pageSize: number;
}

function lanesOf(seed: World) {
  return KEYS.map((key) =>
    arrayLane({
      key,
      events: seed.events.filter((event) => event.source === key),
      grainUs: seed.grainUs,
      pageSize: seed.pageSize,
    }),
  );
}

function spread(events: readonly AuditEvent[]): readonly AuditEvent[] {
  return events.map((event, index) => ({ ...event, source: KEYS[index % KEYS.length] as unknown as SourceKey }));
}

const aWorld = () =>
  fc.record({
    events: fc.uniqueArray(anEvent(), { selector: (event) => event.id, maxLength: 25 }).map(spread),
    grainUs: fc.constantFrom(1, 1_000, 1_000_000),
    pageSize: fc.integer({ min: 1, max: 5 }),
  });

test('many lanes, walked page by page either way, give each event once and as sorting everything would', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld(), anOrder(), fc.integer({ min: 1, max: 6 }), async (world, order, size) => {
      const gateway = gatewayOf(lanesOf(world));
      const sort = sortBy(order);
      const sorted = world.events.toSorted(inOrder(order)).map((event) => event.id);

      const forward = eventsOf(await walk(gateway, { sort, first: size }));
      expect(forward.map((event) => event.id)).toEqual(sorted);
      const backward = eventsOf(await walk(gateway, { sort, last: size }), 'backward');
      expect(backward.map((event) => event.id)).toEqual(sorted);
    }),
  );
});

test('an event that several lanes hold comes once', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld(), anOrder(), fc.integer({ min: 1, max: 6 }), async (world, order, size) => {
      const twice = [...lanesOf(world), arrayLane({ key: 'd', events: world.events, pageSize: world.pageSize })];
      const events = eventsOf(await walk(gatewayOf(twice), { sort: sortBy(order), first: size }));
      expect(events.map((event) => event.id)).toEqual(world.events.toSorted(inOrder(order)).map((event) => event.id));
    }),
  );
});

test('what arrives at the head during a walk neither repeats nor hides what the walk had still to give', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld(), anOrder(), fc.integer({ min: 1, max: 4 }), async (world, order, size) => {
      const [late, early] = [
        world.events.filter((_, index) => index % 3 === 0),
        world.events.filter((_, index) => index % 3 > 0),
      ];
      const signal = new AbortController().signal;
      const first = await gatewayOf(lanesOf({ ...world, events: early })).events(
        { sort: sortBy(order), first: size },
        signal,
      );
      const after = first.pageInfo.endCursor;
      fc.pre(after !== null);
      const place = first.edges.at(-1)?.event;
      const rest = eventsOf(await walkFrom(world, order, size, after as string));
      const expected = [...early, ...late].filter((event) => place && inOrder(order)(event, place) > 0);
      expect(rest.map((event) => event.id)).toEqual(expected.toSorted(inOrder(order)).map((event) => event.id));
    }),
  );
});

async function walkFrom(world: World, order: Order, size: number, after: string): Promise<readonly Answer[]> {
  const gateway = gatewayOf(lanesOf(world));
  const first = await gateway.events({ sort: sortBy(order), first: size, after }, new AbortController().signal);
  const more = first.pageInfo.hasNextPage ? await walkFrom(world, order, size, first.pageInfo.endCursor as string) : [];
  return [first, ...more];
}

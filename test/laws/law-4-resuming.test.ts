import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { ALL_TIME, compare, type Position, placeOf } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { LaneSource } from '../../src/lanes/lane.ts';
import { aDirection, anEvent, anOrder } from '../fakes/arbitrary.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';

/** Reads so many events or marks and stops: what was given, and the last place it was given at. */
async function readSome(lane: LaneSource, query: EventQuery, steps: number) {
  const events: AuditEvent[] = [];
  let at: Position | null = null;
  let left = steps;
  for await (const item of lane.open(query, new AbortController().signal)) {
    if (item.kind === 'report' || item.kind === 'gap') continue;
    if (item.kind === 'event') events.push(item.event);
    at = item.at;
    left -= 1;
    if (left === 0) return { events, at, ended: false };
  }
  return { events, at, ended: true };
}

test('a reader that stops at any step and asks again from where it stands loses nothing and always gets on', async () => {
  const events = fc.uniqueArray(anEvent(), { selector: (event) => event.id, maxLength: 20 });
  const sizes = fc.record({ grainUs: fc.constantFrom(1, 1_000, 1_000_000), pageSize: fc.integer({ min: 1, max: 5 }) });
  await fc.assert(
    fc.asyncProperty(
      events,
      sizes,
      anOrder(),
      fc.infiniteStream(fc.integer({ min: 1, max: 4 })),
      async (all, how, order, steps) => {
        const lane = arrayLane({ key: 'a', events: all, ...how });
        const got: AuditEvent[] = [];
        let after: Position | null = null;
        for (const step of steps) {
          const query: EventQuery = { where: EVERYTHING, window: ALL_TIME, ...order, after, take: 3, now: 0 as never };
          const { events: some, at, ended } = await readSome(lane, query, step);
          got.push(...some);
          if (ended) break;
          expect(at).not.toBeNull();
          if (after && at) expect(compare(at, after, order)).toBeGreaterThan(0);
          after = at;
        }
        expect(got.map((event) => event.id)).toEqual(
          all.toSorted((a, b) => compare(placeOf(a, order), placeOf(b, order), order)).map((event) => event.id),
        );
      },
    ),
  );
});

test('a source that pauses after each page ends pages early, and the walk still gives everything', async () => {
  const events = fc.uniqueArray(anEvent(), { selector: (event) => event.id, minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(events, aDirection(), fc.integer({ min: 1, max: 8 }), async (all, direction, size) => {
      const pausing = arrayLane({ key: 'a', events: all.filter((_, i) => i % 2 === 0), pageSize: 12, pauseAt: 1 });
      const plain = arrayLane({ key: 'b', events: all.filter((_, i) => i % 2 > 0) });
      const sort = { field: 'OCCURRED_AT', direction };
      const pages = await walk(gatewayOf([pausing, plain]), { sort, first: size });
      expect(eventsOf(pages).map((event) => event.id)).toEqual(
        all.toSorted((a, b) => compare(a, b, { direction })).map((event) => event.id),
      );
      expect(pages.every((page) => page.coverage.complete)).toBe(true);
    }),
  );
});

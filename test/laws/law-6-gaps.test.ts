import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { floorTo, LATEST } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/order.ts';
import { compare, type TimeWindow, within } from '../../src/domain/position.ts';
import type { Answer } from '../../src/federation/gateway.ts';
import { aDirection, anEvent } from '../fakes/arbitrary.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';

interface World {
  readonly healthy: readonly AuditEvent[];
  readonly failing: readonly AuditEvent[];
  readonly grainUs: number;
  readonly pageSize: number;
  readonly failAt: number;
  readonly size: number;
  readonly direction: Direction;
  readonly skip: number;
}

const aWorld = (): fc.Arbitrary<World> => {
  const events = fc.uniqueArray(anEvent(), { selector: (event) => event.id, maxLength: 20 });
  return fc
    .record({
      events,
      grainUs: fc.constantFrom(1, 1_000, 1_000_000),
      pageSize: fc.integer({ min: 1, max: 4 }),
      failAt: fc.integer({ min: 0, max: 4 }),
      size: fc.integer({ min: 0, max: 8 }),
      direction: aDirection(),
      skip: fc.nat(4),
    })
    .map(({ events: all, ...rest }) => ({
      ...rest,
      healthy: all.filter((_, index) => index % 2 === 0),
      failing: all.filter((_, index) => index % 2 > 0),
    }));
};

const signal = new AbortController().signal;

/** A page somewhere in the list, asked while one of two sources fails; and the events it should have been chosen from. */
async function pageOf(world: World): Promise<{ readonly page: Answer; readonly ahead: readonly AuditEvent[] }> {
  const { healthy, failing, direction, grainUs, pageSize, failAt, size } = world;
  const sort = { field: 'OCCURRED_AT', direction };
  const all = [...healthy, ...failing].toSorted((a, b) => compare(a, b, { direction }));
  const lanes = (broken: boolean) => [
    arrayLane({ key: 'a', events: healthy, grainUs, pageSize }),
    arrayLane({ key: 'b', events: failing, grainUs, pageSize, ...(broken ? { failAt } : {}) }),
  ];
  const skip = Math.min(world.skip, all.length);
  const first = skip === 0 ? null : await gatewayOf(lanes(false)).events({ sort, first: skip }, signal);
  const after = first?.pageInfo.endCursor ?? null;
  return { page: await gatewayOf(lanes(true)).events({ sort, first: size, after }, signal), ahead: all.slice(skip) };
}

const isIn = (windows: readonly TimeWindow[], event: AuditEvent) =>
  windows.some((window) => within(event.occurredAt, window));

test('whatever a failing source withheld from a page lies in the gaps that the page tells of', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld(), async (world) => {
      const { page, ahead } = await pageOf(world);
      const { missing = [] } = page.coverage.sources[1] ?? {};
      const given = page.edges.map(({ event }) => event);
      const last = given.at(-1);
      const reaches = page.pageInfo.hasNextPage ? last : ahead.at(-1);
      const inPage = ahead.filter((event) => reaches && compare(event, reaches, world) <= 0);
      const withheld = inPage.filter(
        (event) => world.failing.includes(event) && !given.some(({ id }) => id === event.id),
      );
      expect(withheld.filter((event) => !isIn(missing, event))).toEqual([]);
      expect(given.map(({ id }) => id)).toEqual(
        inPage
          .filter((event) => !withheld.includes(event))
          .slice(0, world.size)
          .map(({ id }) => id),
      );
    }),
    { numRuns: 500 },
  );
});

test('a gap is tight: besides what is missing it holds at most others of its first and last ticks', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld(), async (world) => {
      const { page, ahead } = await pageOf(world);
      const { missing = [] } = page.coverage.sources[1] ?? {};
      const known = page.edges
        .map(({ event }) => event)
        .filter((event) => world.failing.some(({ id }) => id === event.id));
      const passed = world.failing.filter((event) => !ahead.includes(event));
      const tick = (at: number) => floorTo(at as never, world.grainUs);
      for (const event of [...known, ...passed]) {
        for (const window of missing.filter((each) => within(event.occurredAt, each))) {
          const edges = [tick(window.from), tick(window.until === LATEST ? LATEST : window.until - 1)];
          expect(edges).toContain(tick(event.occurredAt));
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('a healthy world has no gaps', async () => {
  await fc.assert(
    fc.asyncProperty(aWorld(), async (world) => {
      const { page } = await pageOf({ ...world, failAt: -1 });
      expect(page.coverage).toMatchObject({ complete: true });
      expect(page.coverage.sources.flatMap(({ missing }) => missing)).toEqual([]);
    }),
  );
});

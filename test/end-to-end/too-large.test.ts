import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { EARLIEST, fromMillis, LATEST } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/order.ts';
import { compare, within } from '../../src/domain/position.ts';
import type { Item, LaneSource } from '../../src/lanes/lane.ts';
import { CAP, type LargeWorld, largeWorld } from './large-record.ts';
import { VENDORS, type VendorKind, type World, world } from './worlds.ts';

const PLACE = 40;
/** What an answer may hold, so that a page of the vendor's largest is over it and no record is: the dumps of ZStack are long. */
const PAGE_CAP: Readonly<Record<VendorKind, number>> = {
  ...{ salt: 25_000, riverbed: 25_000, zstack: CAP, f5xc: 25_000, astromkey: 25_000 },
};

async function itemsOf(lane: LaneSource, direction: Direction): Promise<readonly Item[]> {
  const window = { from: EARLIEST, until: LATEST };
  const query = { where: EVERYTHING, window, direction, after: null, take: 1_000, now: fromMillis(Date.now()) };
  const items: Item[] = [];
  for await (const item of lane.open(query, new AbortController().signal)) items.push(item);
  return items;
}

const eventsIn = (items: readonly Item[]) => items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
const gapsIn = (items: readonly Item[]) => items.flatMap((item) => (item.kind === 'gap' ? [item] : []));
const idsOf = (events: readonly AuditEvent[]) => events.map(({ id }) => id);

function inOrder({ truth }: World, direction: Direction): readonly AuditEvent[] {
  return truth().toSorted((a, b) => compare(a, b, { direction }));
}

async function holding({ vendor, grow }: LargeWorld, direction: Direction): Promise<void> {
  for (const lane of [vendor.whole, vendor.source.lane]) {
    const items = await itemsOf(lane, direction);
    const given = new Set(idsOf(eventsIn(items)));
    const lost = inOrder(vendor, direction).filter(({ id }) => !given.has(id));
    const gaps = gapsIn(items);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.filter(({ occurredAt }) => !gaps.some(({ window }) => within(occurredAt, window)))).toEqual([]);
    expect(new Set(gaps.map(({ problem }) => problem.code))).toEqual(new Set(['RESPONSE_TOO_LARGE']));
    if (vendor.source.capabilities.timeFilter) {
      const withheld = gaps.reduce((sum, { window }) => sum + window.until - window.from, 0);
      expect(withheld).toBeLessThanOrEqual(4 * lane.grainUs);
    }
  }
  grow(false);
  expect(idsOf(eventsIn(await itemsOf(vendor.whole, direction)))).toEqual(idsOf(inOrder(vendor, direction)));
}

describe.each(VENDORS)('%s', (kind) => {
  test.each(['DESC', 'ASC'] as const)(
    'one record over the size cap is a gap, all others are given: %s',
    async (way) => {
      const large = await largeWorld(kind, PLACE);
      try {
        await holding(large, way);
      } finally {
        await large.vendor.close();
      }
    },
  );

  test.each(['DESC', 'ASC'] as const)('pages over the size cap are asked for in smaller ones: %s', async (way) => {
    const outcomes = new Set<string>();
    const observe = (outcome: string) => void outcomes.add(outcome);
    const vendor = await world(kind, { events: 1_200, seed: 3, burst: 2, maxResponseBytes: PAGE_CAP[kind], observe });
    try {
      const items = await itemsOf(vendor.whole, way);
      expect(outcomes).toContain('RESPONSE_TOO_LARGE');
      expect(gapsIn(items)).toEqual([]);
      expect(idsOf(eventsIn(items))).toEqual(idsOf(inOrder(vendor, way)));
    } finally {
      await vendor.close();
    }
  });
});

import { expect, test } from 'vitest';
import { NEWEST_FIRST } from '../../src/domain/order.ts';
import { compare, within } from '../../src/domain/position.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import { VENDORS, world } from './worlds.ts';

test.each(VENDORS)('%s: ten thousand events in one instant are given, or named as missing', async (kind) => {
  const vendor = await world(kind, { events: 100, burst: 10_000, seed: 6, timeoutMs: 30_000 });
  const { edges, pageInfo, coverage } = await gatewayOf([vendor.source], Date.now).events(
    { first: 1_000 },
    new AbortController().signal,
  );
  const all = vendor.truth().toSorted((a, b) => compare(a, b, NEWEST_FIRST));
  const given = new Set(edges.map(({ event }) => event.id));
  const last = edges.at(-1)?.event;
  const stretch = pageInfo.hasNextPage && last ? all.filter((event) => compare(event, last, NEWEST_FIRST) <= 0) : all;
  const windows = coverage.sources[0]?.missing ?? [];
  const lost = stretch.filter(
    ({ id, occurredAt }) => !given.has(id) && !windows.some((each) => within(occurredAt, each)),
  );
  expect(lost).toEqual([]);
  expect(edges.length === 1_000 || coverage.sources[0]?.problem?.code === 'OVERFLOW').toBe(true);
  await vendor.close();
});

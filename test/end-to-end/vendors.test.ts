import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Direction } from '../../src/domain/order.ts';
import { NEWEST_FIRST, OLDEST_FIRST } from '../../src/domain/order.ts';
import { compare } from '../../src/domain/position.ts';
import type { EventsArguments } from '../../src/federation/ask/asked-page.ts';
import { eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';
import { difference } from './difference.ts';
import { VENDORS, type World, world } from './worlds.ts';

const EVENTS = 600;
const signal = new AbortController().signal;

const inOrder = (each: World, direction: Direction) =>
  each
    .truth()
    .toSorted((a, b) => compare(a, b, { direction }))
    .map((event) => event.id);

describe.each(VENDORS)('%s, walked through the gateway', (kind) => {
  let vendor: World;
  beforeAll(async () => {
    vendor = await world(kind, { events: EVENTS, seed: 7 });
  });
  afterAll(() => vendor.close());

  test.each<[string, EventsArguments & { first: number }, Direction]>([
    ['newest first', { first: 97 }, 'DESC'],
    ['oldest first', { first: 97, sort: { field: 'OCCURRED_AT', direction: 'ASC' } }, 'ASC'],
  ])('forward, %s, gives all it holds in the one order', async (_, args, direction) => {
    const pages = await walk(gatewayOf([vendor.source], Date.now), args);
    expect(pages.flatMap((page) => page.coverage.sources.map(({ problem }) => problem)).filter(Boolean)).toEqual([]);
    expect(difference(eventsOf(pages), inOrder(vendor, direction))).toBeNull();
  });

  test('backward gives the same', async () => {
    const pages = await walk(gatewayOf([vendor.source], Date.now), { last: 89 });
    expect(difference(eventsOf(pages, 'backward'), inOrder(vendor, 'DESC'))).toBeNull();
  });

  test('a first page is one request for each stream', async () => {
    const gateway = gatewayOf([vendor.source], Date.now);
    await gateway.events({ first: 1 }, signal);
    const before = vendor.simulator.requests.length;
    const { coverage } = await gateway.events({ first: 50 }, signal);
    const expected = kind === 'zstack' ? 2 : 1;
    expect(coverage.sources[0]?.report.requests).toBe(expected);
    expect(vendor.simulator.requests.length - before).toBe(expected);
  });

  test('a window of time gives what lies in it, and nothing else', async () => {
    const sorted = vendor.truth().toSorted((a, b) => compare(a, b, OLDEST_FIRST));
    const [from, to] = [sorted[200], sorted[420]].map((event) =>
      new Date((event?.occurredAt ?? 0) / 1_000).toISOString(),
    );
    const [fromUs, toUs] = [from, to].map((text) => Date.parse(text as string) * 1_000) as [number, number];
    const filter = { occurredAt: { from: from as string, to: to as string } };
    const pages = await walk(gatewayOf([vendor.source], Date.now), { first: 50, filter });
    const expected = sorted.filter((event) => event.occurredAt >= fromUs && event.occurredAt < toUs);
    expect(
      difference(
        eventsOf(pages),
        expected.toReversed().map((event) => event.id),
      ),
    ).toBeNull();
  });
});

test('five vendors together, walked by 7 forward and by 13 backward, are one list', async () => {
  const worlds = await Promise.all(VENDORS.map((kind, index) => world(kind, { events: 60, seed: index + 1 })));
  const gateway = gatewayOf(
    worlds.map((each) => each.source),
    Date.now,
  );
  const expected = worlds
    .flatMap((each) => each.truth())
    .toSorted((a, b) => compare(a, b, NEWEST_FIRST))
    .map((event) => event.id);
  const forward = eventsOf(await walk(gateway, { first: 7 }));
  expect(difference(forward, expected)).toBeNull();
  const backward = eventsOf(await walk(gateway, { last: 13 }), 'backward');
  expect(difference(backward, expected)).toBeNull();
  await Promise.all(worlds.map((each) => each.close()));
});

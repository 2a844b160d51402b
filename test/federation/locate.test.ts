import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { instant } from '../../src/domain/instant.ts';
import { locate } from '../../src/federation/find/locate.ts';
import type { EventAddress } from '../../src/federation/gateway.ts';
import { UpstreamFailed } from '../../src/federation/gateway.ts';
import { anEvent } from '../fakes/arbitrary.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { connected, gatewayOf } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';

const signal = new AbortController().signal;
const now = instant(0);
const addressOf = ({ source, occurredAt, id }: EventAddress): EventAddress => ({ source, occurredAt, id });
const A = 'a' as SourceKey;
const HUNDRED = Array.from({ length: 100 }, (_, index) =>
  someEvent({ source: A, id: eventId('a', `${index}`), occurredAt: instant(index * 1_000_000) }),
);

function watched(pageSize: number) {
  let pages = 0;
  const lane = arrayLane({ key: 'a', events: HUNDRED, pageSize, onPage: () => void pages++ });
  return { lane, pages: () => pages };
}

describe('finding events at their addresses', () => {
  test('finds each that is there, and none that is not, whatever the pages', async () => {
    const events = fc.uniqueArray(anEvent(), { selector: (event) => event.id, maxLength: 20 });
    const how = fc.record({
      pageSize: fc.integer({ min: 1, max: 5 }),
      seekable: fc.boolean(),
      grainUs: fc.constantFrom(1, 1_000_000),
    });
    await fc.assert(
      fc.asyncProperty(
        events,
        how,
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        async (all, { seekable, ...lane }, asked) => {
          const wanted = all.filter((_, index) => asked[index]);
          const there = all.filter((_, index) => index % 3 > 0);
          const place = { lane: arrayLane({ key: 'a', events: there, ...lane }), seekable, pageSize: 5, now };
          const found = await locate(wanted.map(addressOf), place, signal);
          expect([...found.keys()].toSorted()).toEqual(
            wanted
              .filter((event) => there.includes(event))
              .map((event) => event.id)
              .toSorted(),
          );
        },
      ),
    );
  });

  test('takes one request for those that one page holds, one more for each page further away', async () => {
    const { lane, pages } = watched(10);
    const near = HUNDRED.slice(91, 100).map(addressOf);
    expect((await locate(near, { lane, seekable: true, pageSize: 10, now }, signal)).size).toBe(9);
    expect(pages()).toBe(1);
    const far = [...HUNDRED.slice(91, 100), ...HUNDRED.slice(1, 3)].map(addressOf);
    expect((await locate(far, { lane, seekable: true, pageSize: 10, now }, signal)).size).toBe(11);
    expect(pages()).toBe(3);
  });
});

describe('events by address, over all sources', () => {
  const gateway = gatewayOf([
    arrayLane({ key: 'a', events: HUNDRED }),
    arrayLane({ key: 'b', events: [], failAt: 0 }),
    connected(arrayLane({ key: 'c', events: [] }), { mode: 'archive' }),
  ]);

  test('come in the order asked; unknown ones are null, those of a broken source its error', async () => {
    const [third, seventh] = [HUNDRED[3], HUNDRED[7]].map((event) => addressOf(event as EventAddress)) as [
      EventAddress,
      EventAddress,
    ];
    const unknown = { ...third, id: eventId('a', 'unknown') };
    const misplaced = { ...third, occurredAt: instant(5) };
    const broken = { ...third, source: 'b' as SourceKey };
    const elsewhere = { ...third, source: 'nobody' as SourceKey };
    const found = await gateway.eventsAt([seventh, unknown, misplaced, broken, elsewhere, third], signal);
    expect(found.map((each) => (each instanceof Error ? each.constructor : (each?.id ?? null)))).toEqual([
      seventh.id,
      null,
      null,
      UpstreamFailed,
      null,
      third.id,
    ]);
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { EVERYTHING, is } from '../../src/domain/filter.ts';
import { DAY, EARLIEST, floorTo, type Instant, LATEST, parseRfc3339, plus } from '../../src/domain/instant.ts';
import { entrance, exit, type Position, within } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { type Reading, reaches } from '../../src/store/events/reach.ts';
import { type LaneReads, storeLane } from '../../src/store/events/store-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { ARCHIVED, databases, OPENED, useStore } from './databases.ts';
import { insertRows } from './insert-rows.ts';

const NOW = parseRfc3339('2024-06-15T10:00:00Z') as Instant;
const DAYS = 200;

const events = Array.from({ length: DAYS }, (_, day) => ({
  ...someEvent({ id: eventId('salt-prod', `${day}`), occurredAt: plus(NOW, -day * DAY), action: `${day}` }),
  outcome: day % 40 === 7 ? ('FAILURE' as const) : ('SUCCESS' as const),
  recordedAt: OPENED,
}));

const aMoment = fc.oneof(
  fc.constantFrom(EARLIEST, LATEST, NOW, floorTo(NOW, DAY)),
  fc.integer({ min: -30, max: DAYS + 30 }).map((days) => plus(NOW, -days * DAY)),
);
const aReading: fc.Arbitrary<Reading> = fc
  .record({
    ...{ from: aMoment, until: aMoment, direction: fc.constantFrom('ASC' as const, 'DESC' as const) },
    after: fc.option(fc.constantFrom(...events).map(({ occurredAt, id }): Position => ({ occurredAt, id }))),
  })
  .map(({ from, until, ...rest }) => ({
    ...rest,
    now: NOW,
    window: { from: Math.min(from, until) as Instant, until: Math.max(from, until) as Instant },
  }));

test('a window is read in pieces that are all of it, one after the other', () => {
  fc.assert(
    fc.property(aReading, (reading) => {
      const pieces = reaches(reading);
      const { direction, window } = reading;
      expect(pieces[0] && entrance(pieces[0], { direction })).toEqual(entrance(window, { direction }));
      const last = pieces.at(-1);
      expect(last && exit(last, { direction })).toEqual(exit(window, { direction }));
      if (pieces.length === 2 && pieces[0] && last)
        expect(exit(pieces[0], { direction })).toEqual(entrance(last, { direction }));
      if (reading.after && pieces[0] && within(reading.after.occurredAt, window))
        expect(within(reading.after.occurredAt, pieces[0])).toBe(true);
    }),
  );
});

describe.each(databases)('in pieces on $name', (kind) => {
  const open = useStore(kind);
  beforeAll(() => insertRows(open().database, events));

  async function read(query: EventQuery, how: Pick<LaneReads, 'reaches'>) {
    const items: Item[] = [];
    const reads = { rows: open().database.rows, ...how };
    for await (const item of storeLane(reads, ARCHIVED, query, new AbortController().signal)) items.push(item);
    return items;
  }

  test('the lane gives just what it gives in one', async () => {
    const aFilter = fc.constantFrom(EVERYTHING, is('outcome', { op: 'in', values: ['FAILURE'], ignoreCase: false }));
    await fc.assert(
      fc.asyncProperty(aReading, aFilter, fc.nat(20), async (reading, where, take) => {
        const query = { ...reading, where, take };
        const [whole, inPieces] = [await read(query, {}), await read(query, { reaches })];
        const eventsIn = (items: readonly Item[]) =>
          items.flatMap((item) => (item.kind === 'event' ? [item.event.action] : []));
        expect(eventsIn(inPieces)).toEqual(eventsIn(whole));
        const places = inPieces.flatMap((item) =>
          item.kind === 'event' || item.kind === 'mark' ? [item.at.occurredAt] : [],
        );
        const sign = reading.direction === 'ASC' ? 1 : -1;
        expect(places).toEqual(places.toSorted((a, b) => sign * (a - b)));
      }),
      { numRuns: 60 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { Exchange, RecordPage } from '../../../src/sources/adapter.ts';
import type { SlicePlace, SliceWalk } from '../../../src/sources/kit/walks/slice/ask-slice.ts';
import { newestFirst } from '../../../src/sources/kit/walks/slice/newest-first.ts';
import { oldestFirst } from '../../../src/sources/kit/walks/slice/oldest-first.ts';
import type { Slice } from '../../../src/sources/kit/walks/slice/slice-answer.ts';
import { wholeSlices } from '../../../src/sources/kit/walks/slice/whole-slices.ts';
import { asked, type Entry, walked } from './list-vendor.ts';

const WINDOW: Slice = { from: 0, to: 3_000_000_000 };
const walkOf = (limit: number, maxLimit = 1_000): SliceWalk => ({
  ask: asked<SlicePlace, readonly Json[]>(),
  timeMsOf: (record) => (record as unknown as Entry).at,
  limit,
  maxLimit,
  called: 'rows',
});

type Way = (walk: SliceWalk, window: Slice) => Exchange<RecordPage> | null;
const WAYS: readonly (readonly [string, Direction, Way])[] = [
  ['newest first', 'DESC', newestFirst],
  ['oldest first', 'ASC', oldestFirst],
  ['by whole slices, newest first', 'DESC', (walk, window) => wholeSlices(walk, window, 'DESC')],
  ['by whole slices, oldest first', 'ASC', (walk, window) => wholeSlices(walk, window, 'ASC')],
];

/** The newest of a slice, in its order or, as vendors may, in any. */
const answering = (entries: readonly Entry[], turning: boolean) => (place: unknown, call: number) => {
  const { slice, limit } = place as SlicePlace;
  const newest = entries
    .filter(({ at }) => (at ?? 0) >= slice.from && (at ?? 0) <= slice.to)
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .slice(0, limit);
  return turning ? newest.map((_, index) => newest[(index + call) % newest.length] as Entry) : newest;
};

const clustered = fc
  .tuple(fc.integer({ min: 0, max: WINDOW.to - 100 }), fc.array(fc.nat(99), { maxLength: 12, size: 'max' }))
  .map(([begin, offsets]) => offsets.map((offset) => begin + offset));
const times = fc.array(clustered, { maxLength: 5 }).map((clusters) => clusters.flat());

describe.each(WAYS)('a walk by slice, %s', (_, direction, way) => {
  test('gives every record of the window once, each within the slice that its page makes whole, and ends', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 2, max: 20 }), fc.boolean(), (at, limit, turning) => {
        const entries = at.map((each, id) => ({ id, at: each }));
        const { records, pages } = walked(way(walkOf(limit), WINDOW), answering(entries, turning));
        expect(records.map(({ id }) => id).sort((a, b) => a - b)).toEqual(entries.map(({ id }) => id));
        let edge = direction === 'DESC' ? WINDOW.to + 1 : WINDOW.from;
        for (const page of pages) {
          const until = toMillis(page.wholeUntil ?? (0 as never));
          const [low, high] = direction === 'DESC' ? [until, edge] : [edge, until];
          const inside = (page.records as unknown as readonly Entry[]).every((row) => {
            return (row.at ?? 0) >= low && (row.at ?? 0) < high;
          });
          expect(inside).toBe(true);
          edge = until;
        }
        expect(edge).toBe(direction === 'DESC' ? WINDOW.from : WINDOW.to + 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(WAYS.slice(2))('a walk by slice, %s,', (_, direction, way) => {
  test('asks for slices that lie end to end, from one end of the window to the other', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 20 }), (at, limit) => {
        const entries = at.map((each, id) => ({ id, at: each }));
        const { places } = walked(way(walkOf(limit), WINDOW), answering(entries, false));
        const slices = places.map((place) => (place as unknown as SlicePlace).slice);
        const upwards = direction === 'ASC' ? slices : slices.toReversed();
        expect([upwards[0]?.from, upwards.at(-1)?.to]).toEqual([WINDOW.from, WINDOW.to]);
        expect(upwards.slice(1).map(({ from }) => from)).toEqual(upwards.slice(0, -1).map(({ to }) => to + 1));
      }),
    );
  });
});

describe.each(WAYS.slice(0, 2))('a walk by slice, %s,', (_, __, way) => {
  test('asks for more where a millisecond fills an answer, and overflows past the most', () => {
    const crowd = Array.from({ length: 25 }, (_, id) => ({ id, at: 1_000_000 }));
    expect(walked(way(walkOf(2, 26), WINDOW), answering(crowd, false)).records).toHaveLength(25);
    expect(() => walked(way(walkOf(2, 25), WINDOW), answering(crowd, false))).toThrow(
      'expected fewer than 25 rows of the millisecond 1970-01-01T00:16:40.000Z, but got as many',
    );
  });

  test('refuses answers of other times, before it turns in circles', () => {
    const stubborn = () => [1, 2, 3, 4].map((id) => ({ id, at: WINDOW.to + 9 }));
    expect(() => walked(way(walkOf(2), WINDOW), stubborn)).toThrow('but got only newer ones');
  });
});

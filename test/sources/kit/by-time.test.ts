import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, instant } from '../../../src/domain/instant.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { TimeWindow } from '../../../src/domain/position.ts';
import { raised } from '../../../src/sources/kit/walks/ask.ts';
import { byTime, type TimePlace, type TimeWalk } from '../../../src/sources/kit/walks/by-time.ts';
import { restFrom } from '../../../src/sources/kit/walks/rows.ts';
import { asked, type Entry, idsOf, inList, isInOrder, repeatedOf, timeOf, walked } from './list-vendor.ts';

const ALL = { from: instant(0) as Instant, until: instant(1_000) as Instant };
const GRAIN = 10;
const MOST = 64;

interface Answer {
  readonly records: readonly never[];
  readonly limit: number;
}

function walk(direction: Direction, wanted: number, largest: number) {
  const steps: TimeWalk<Answer> = {
    direction,
    timeOf,
    grainUs: GRAIN,
    ask: asked<TimePlace, Answer>(),
    windowFrom: (tick) => restFrom(tick, ALL, direction, GRAIN),
    wanted,
    largest,
    isLast: ({ records }, { limit }) => records.length < limit,
    stuck: (place) =>
      byTime(steps, { ...place, limit: raised(place.limit, { times: 2, most: MOST }, 'expected fewer of one tick') }),
  };
  return byTime(steps, { window: ALL, given: null, limit: wanted });
}

/** Every answer has those of one tick in another order. */
const answering = (entries: readonly Entry[], direction: Direction) => (place: unknown, call: number) => {
  const { window, limit } = place as { readonly window: TimeWindow; readonly limit: number };
  const inside = entries.filter(({ at }) => at === null || (at >= window.from && at < window.until));
  return { records: ticked(inList(inside.map(coarse), direction, call), entries).slice(0, limit) };
};
const coarse = ({ id, at }: Entry): Entry => ({ id, at: at === null ? null : Math.floor(at / GRAIN) });
const ticked = (sorted: readonly Entry[], entries: readonly Entry[]) =>
  sorted.map(({ id }) => entries.find((entry) => entry.id === id) as Entry);

const entriesOf = (times: readonly number[]): readonly Entry[] => times.map((at, id) => ({ id, at }));
const directions = fc.constantFrom<Direction>('ASC', 'DESC');

describe('a walk by time', () => {
  test('loses nothing and keeps the order of ticks, whatever changes places inside one, and ends', () => {
    const times = fc.array(fc.integer({ min: 0, max: 199 }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(
        times,
        directions,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 20 }),
        (at, way, wanted, more) => {
          const entries = entriesOf(at);
          const { records } = walked(walk(way, wanted, wanted + more), answering(entries, way));
          expect(idsOf(records)).toEqual(entries.map(({ id }) => id));
          expect(isInOrder(records.map(coarse), way)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('gives twice what lies in the last tick of a page, and nothing else', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { maxLength: 20, size: 'max' });
    fc.assert(
      fc.property(times, directions, fc.integer({ min: 1, max: 9 }), (at, way, wanted) => {
        const entries = entriesOf(at.map((tick) => tick * GRAIN));
        const { records, pages } = walked(walk(way, wanted, MOST), answering(entries, way));
        const lasts = pages.slice(0, -1).map(({ records: page }) => (page.at(-1) as unknown as Entry).id);
        expect(idsOf(repeatedOf(records)).every((id) => lasts.includes(id))).toBe(true);
      }),
    );
  });

  test('overflows where a tick holds more than may be asked for', () => {
    const crowd = entriesOf(Array(MOST + 1).fill(50));
    expect(() => walked(walk('ASC', 5, 10), answering(crowd, 'ASC'))).toThrow('expected fewer of one tick');
    const fits = entriesOf(Array(MOST - 1).fill(50));
    expect(idsOf(walked(walk('ASC', 5, 10), answering(fits, 'ASC')).records)).toHaveLength(MOST - 1);
  });

  test('hides nothing that is out of order, nor what has no readable time', () => {
    const answers = [
      [
        { id: 1, at: 100 },
        { id: 2, at: 200 },
      ],
      [
        { id: 1, at: 100 },
        { id: 3, at: null },
        { id: 2, at: 200 },
        { id: 4, at: 150 },
      ],
    ];
    const { pages } = walked(walk('ASC', 2, 4), (_, call) => ({ records: answers[call] ?? [] }));
    expect(pages[1]?.records).toEqual(answers[1]?.slice(1));
  });
});

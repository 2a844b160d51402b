import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/instant.ts';
import type { Direction } from '../../../src/domain/position.ts';
import { byOffset } from '../../../src/sources/kit/walks/offset/by-offset.ts';
import type { ListAnswer, ListWalk, Part } from '../../../src/sources/kit/walks/offset/list.ts';
import { asked, type Entry, idsOf, inList, isInOrder, timeOf, walked } from './list-vendor.ts';

const GRAIN = 10;

const walkOf = (some: Partial<ListWalk>): ListWalk => ({
  ask: asked<Part, ListAnswer>(),
  timeOf,
  grainUs: GRAIN,
  direction: 'DESC',
  window: { from: instant(0) as never, until: instant(10_000) as never },
  wanted: 5,
  largest: 20,
  mostOfOneTick: 80,
  overlap: 2,
  called: { records: 'rows', tick: 'tick' },
  ...some,
});

const entriesOf = (ticks: readonly number[]): readonly Entry[] => ticks.map((tick, id) => ({ id, at: tick * GRAIN }));

/** The list may grow at its head while it is read: by `growth` newer records before each call, up to a dozen. */
function answering(
  entries: readonly Entry[],
  direction: Direction,
  how: { total?: boolean; turning?: boolean; growth?: number },
) {
  return (place: unknown, call: number) => {
    const { offset, limit } = place as Part;
    const newer = Array.from({ length: Math.min((how.growth ?? 0) * call, 12) }, (_, index) => ({
      id: -1 - index,
      at: 90_000 + index,
    }));
    const list = inList([...entries, ...newer], direction, how.turning ? call : 0);
    const records = list.slice(offset, offset + limit);
    return { records, total: how.total ? list.length : null, limit: how.total ? limit : null };
  };
}

const behaving = fc.record({ total: fc.boolean(), turning: fc.boolean() });
const asking = fc.record({
  direction: fc.constantFrom<Direction>('ASC', 'DESC'),
  wanted: fc.integer({ min: 1, max: 10 }),
  largest: fc.integer({ min: 10, max: 20 }),
  overlap: fc.integer({ min: 1, max: 5 }),
});
const ticks = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
const isIn = (from: number, until: number) => (entry: Entry) => {
  const at = entry.at ?? 0;
  return at >= from && at < until;
};

describe('a walk by offset', () => {
  test('gives all of a window in order, wherever it lies and however a tick is shuffled, and ends', () => {
    const bounds = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 41 }));
    fc.assert(
      fc.property(ticks, bounds, asking, behaving, (at, [from, width], some, how) => {
        const [begin, end] = [from * GRAIN, (from + width) * GRAIN];
        const window = { from: instant(begin) as never, until: instant(end) as never };
        const entries = entriesOf(at);
        const { records } = walked(byOffset(walkOf({ ...some, window })), answering(entries, some.direction, how));
        expect(idsOf(records.filter(isIn(begin, end)))).toEqual(idsOf(entries.filter(isIn(begin, end))));
        expect(isInOrder(records, some.direction)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('loses nothing of a list that grows at its head while it is read', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
    fc.assert(
      fc.property(distinct, asking, fc.integer({ min: 0, max: 4 }), (at, some, growth) => {
        const entries = entriesOf(at);
        const walk = walkOf({ ...some, direction: 'DESC' });
        const { records } = walked(byOffset(walk), answering(entries, 'DESC', { total: true, growth }));
        expect(idsOf(records.filter(({ id }) => id >= 0))).toEqual(entries.map(({ id }) => id));
      }),
    );
  });

  test('gives no record twice of a list that stands still, whose ticks hold one each', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
    fc.assert(
      fc.property(distinct, asking, (at, some) => {
        const entries = entriesOf(at);
        const { records } = walked(byOffset(walkOf(some)), answering(entries, some.direction, { total: true }));
        const lasts = records.length - new Set(records.map(({ id }) => id)).size;
        expect(lasts).toBeLessThanOrEqual(Math.ceil(entries.length / some.wanted));
      }),
    );
  });

  test('finds a window deep in the list by few looks', () => {
    const entries = entriesOf(Array.from({ length: 1_000 }, (_, index) => index));
    const window = { from: instant(0) as never, until: instant(50 * GRAIN) as never };
    const { places } = walked(byOffset(walkOf({ window })), answering(entries, 'DESC', { total: true }));
    expect(places.filter((place) => (place as unknown as Part).limit === 1).length).toBeLessThan(12);
  });

  test('overflows where a tick does not end within the largest answer', () => {
    const crowd = entriesOf(Array(100).fill(7));
    expect(() => walked(byOffset(walkOf({})), answering(crowd, 'DESC', {}))).toThrow(
      'expected a tick to end within 80 rows, but it went on',
    );
  });
});

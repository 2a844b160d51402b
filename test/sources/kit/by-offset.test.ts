import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/instant.ts';
import type { Direction } from '../../../src/domain/order.ts';
import { byOffset } from '../../../src/sources/kit/walks/offset/by-offset.ts';
import type { ListAnswer, ListPart, ListWalk } from '../../../src/sources/kit/walks/offset/list.ts';
import { asked, type Entry, idsOf, inList, isInOrder, repeatedOf, timeOf, walked } from './list-vendor.ts';

const GRAIN = 10;

const walkOf = (some: Partial<ListWalk>): ListWalk => ({
  ask: asked<ListPart, ListAnswer>(),
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

interface Behaviour {
  readonly total?: boolean;
  readonly turning?: boolean;
  /** Before each call so many newer records come at its head, and so many of the oldest go: a dozen each at most. */
  readonly growth?: number;
  readonly pruned?: number;
}

const MOST_MOVED = 12;

function answering(entries: readonly Entry[], direction: Direction, how: Behaviour) {
  return (place: unknown, call: number) => {
    const { offset, limit } = place as ListPart;
    const moved = (each = 0) => Math.min(each * call, MOST_MOVED);
    const newer = Array.from({ length: moved(how.growth) }, (_, index) => ({ id: -1 - index, at: 90_000 + index }));
    const kept = inList(entries, 'ASC').slice(moved(how.pruned));
    const list = inList([...kept, ...newer], direction, how.turning ? call : 0);
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
const ticks = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60, size: 'max' });
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

  test('loses nothing that stays in a list that grows at its head and is pruned at its tail', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 30, maxLength: 60, size: 'max' });
    const moves = fc.record({ growth: fc.nat(4), pruned: fc.nat(4), total: fc.constant(true) });
    fc.assert(
      fc.property(distinct, asking, moves, (at, some, how) => {
        const entries = entriesOf(at);
        const { records } = walked(byOffset(walkOf(some)), answering(entries, some.direction, how));
        const staying = inList(entries, 'ASC').slice(how.pruned === 0 ? 0 : MOST_MOVED);
        const given = new Set(records.map(({ id }) => id));
        expect(staying.filter(({ id }) => !given.has(id))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('gives twice only the last of a page, of a list that stands still and whose ticks hold one each', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(distinct, asking, (at, some) => {
        const entries = entriesOf(at);
        const { records, pages } = walked(byOffset(walkOf(some)), answering(entries, some.direction, { total: true }));
        const lasts = pages.flatMap(({ records: page }) => (page.at(-1) as unknown as Entry | undefined)?.id ?? []);
        expect(idsOf(repeatedOf(records)).filter((id) => !lasts.includes(id))).toEqual([]);
      }),
    );
  });

  test('finds a window deep in the list by few looks', () => {
    const entries = entriesOf(Array.from({ length: 1_000 }, (_, index) => index));
    const window = { from: instant(0) as never, until: instant(50 * GRAIN) as never };
    const { places } = walked(byOffset(walkOf({ window })), answering(entries, 'DESC', { total: true }));
    expect(places.filter((place) => (place as unknown as ListPart).limit === 1).length).toBeLessThan(12);
  });

  test('overflows where a tick does not end within the largest answer', () => {
    const crowd = entriesOf(Array(100).fill(7));
    expect(() => walked(byOffset(walkOf({})), answering(crowd, 'DESC', {}))).toThrow(
      'expected a tick to end within 80 rows, but it went on',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { and, conjuncts, EVERYTHING, type FilterExpr, is, not, or } from '../../src/domain/filter.ts';
import { type Instant, LATEST } from '../../src/domain/instant.ts';
import { matches } from '../../src/domain/matches.ts';
import { ALL_TIME, within } from '../../src/domain/position.ts';
import { splitWindow } from '../../src/domain/split-window.ts';
import { aFilter, anEvent } from '../fakes/arbitrary.ts';

const during = (from: number | null, until: number | null) =>
  is('occurredAt', { op: 'during', from: from as Instant | null, until: until as Instant | null });
const action = (value: string) => is('action', { op: 'eq', value, ignoreCase: false });

describe('a filter and its window', () => {
  test('together let through just what the whole filter does', () => {
    const aWhole = fc.array(aFilter(), { maxLength: 3 }).map((parts) => and(...parts));
    fc.assert(
      fc.property(aWhole, anEvent(), (whole, event) => {
        const { where, window } = splitWindow(whole);
        expect(within(event.occurredAt, window) && matches(event, where)).toBe(matches(event, whole));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each<{ what: string; whole: FilterExpr; where: FilterExpr; window: readonly [number, number] }>([
    { what: 'no time', whole: action('a'), where: action('a'), window: [ALL_TIME.from, ALL_TIME.until] },
    { what: 'nothing but time', whole: during(10, 20), where: EVERYTHING, window: [10, 20] },
    {
      what: 'several times that must hold',
      whole: and(during(10, null), action('a'), during(5, 20), during(null, 30)),
      where: action('a'),
      window: [10, 20],
    },
    { what: 'not before', whole: not(during(null, 10)), where: EVERYTHING, window: [10, LATEST] },
    { what: 'not from', whole: not(during(10, null)), where: EVERYTHING, window: [ALL_TIME.from, 10] },
    {
      what: 'a time that must not be',
      whole: not(during(10, 20)),
      where: not(during(10, 20)),
      window: [ALL_TIME.from, ALL_TIME.until],
    },
    {
      what: 'either of two times',
      whole: or(during(10, 20), and(during(30, 40), action('a'))),
      where: or(during(10, 20), and(during(30, 40), action('a'))),
      window: [10, 40],
    },
  ])('of $what', ({ whole, where, window: [from, until] }) => {
    expect(splitWindow(whole)).toEqual({ where, window: { from, until } });
  });

  test('never both say a bound of time that must hold', () => {
    fc.assert(
      fc.property(aFilter(), during10, (filter, time) => {
        const { where } = splitWindow(and(filter, time));
        expect(conjuncts(where)).not.toContainEqual(time);
      }),
    );
  });
});

const during10 = fc.tuple(fc.nat(1e6), fc.nat(1e6)).map(([from, length]) => during(from, from + length));

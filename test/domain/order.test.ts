import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EARLIEST, LATEST } from '../../src/domain/instant.ts';
import { compareValues, NEWEST_FIRST, OLDEST_FIRST, reversed, type SortValue } from '../../src/domain/order.ts';
import { compare, entrance, exit, placeOf } from '../../src/domain/position.ts';
import { compareCodePoints } from '../../src/domain/text.ts';
import { anEvent, anOrder, aWindow } from '../fakes/arbitrary.ts';

describe('an order', () => {
  test('compares texts as their bytes in UTF-8 compare, whatever the halves of surrogate pairs do', () => {
    const aText = fc.string({ unit: fc.constantFrom('a', 'é', '\uD7FF', '\uE000', '\uFFFD', '𐀀', '💥', '\u{10FFFF}') });
    fc.assert(
      fc.property(aText, aText, (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
    expect('\uFFFD' > '💥' && compareCodePoints('\uFFFD', '💥') < 0).toBe(true);
  });

  test.each<[SortValue, SortValue]>([
    [1, 2],
    [-1, 0.5],
    ['a', 'b'],
    ['Z', 'a'],
    [2, null],
    ['z', null],
  ])('has %o before %o', (a, b) => {
    expect([compareValues(a, b) < 0, compareValues(b, a) > 0, compareValues(a, a)]).toEqual([true, true, 0]);
  });

  test('read from its other end is its exact reverse', () => {
    fc.assert(
      fc.property(anEvent(), anEvent(), anOrder(), (a, b, order) => {
        const [here, there] = [placeOf(a, order), placeOf(b, order)];
        expect(compare(here, there, order) + compare(here, there, reversed(order))).toBe(0);
        expect(Math.sign(compare(here, there, order)) + Math.sign(compare(there, here, order))).toBe(0);
      }),
    );
  });

  test('has every event of a window past its entrance and before its exit', () => {
    fc.assert(
      fc.property(anEvent(), anOrder(), aWindow(), (event, order, window) => {
        const at = placeOf(event, order);
        const all = { from: EARLIEST, until: LATEST };
        const inside = event.occurredAt >= window.from && event.occurredAt < window.until ? window : all;
        expect(compare(entrance(inside, order), at, order)).toBeLessThan(0);
        expect(compare(exit(inside, order), at, order)).toBeGreaterThan(0);
      }),
    );
  });

  test('without a key has events of one moment apart by id alone', () => {
    const id = (text: string) => ({ occurredAt: EARLIEST, id: text as never });
    expect(compare(id('a'), id('b'), NEWEST_FIRST)).toBeGreaterThan(0);
    expect(compare(id('a'), id('a'), OLDEST_FIRST)).toBe(0);
  });
});

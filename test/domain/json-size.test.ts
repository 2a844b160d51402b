import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSize, checkTextSize, type JsonSize, sizeOf } from '../../src/domain/json-size.ts';

const ANY: JsonSize = { levels: Infinity, values: Infinity, items: Infinity, characters: Infinity };
const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;

describe('the size of plain data', () => {
  test('is told by levels, values, the longest list and characters', () => {
    expect(sizeOf({ a: [1, 'two', { b: null }], cc: 'x' }, ANY)).toEqual({
      ...{ levels: 3, values: 6, items: 3, characters: 8 },
    });
    expect(sizeOf('text', ANY)).toEqual({ levels: 0, values: 0, items: 0, characters: 4 });
  });

  test.each<[Partial<JsonSize>, unknown, string | null]>([
    [{ levels: 2 }, [[1]], null],
    [{ levels: 2 }, [[[]]], 'v: expected at most 2 levels of objects and lists, but got more'],
    [{ values: 3 }, [1, 2, 3], null],
    [{ values: 3 }, [1, { a: 2, b: 3 }], 'v: expected at most 3 values in all its objects and lists, but got more'],
    [{ items: 2 }, { a: [1, 2] }, null],
    [{ items: 2 }, { a: [1, 2, 3] }, 'v: expected lists of at most 2 items, but got more'],
    [{ characters: 3 }, ['ab', 'c'], null],
    [{ characters: 3 }, { ab: 'cd' }, 'v: expected at most 3 characters in all its texts, but got more'],
  ])('may be at most %j: %j', (most, value, expected) => {
    const check = () => checkSize(value, 'v', { ...ANY, ...most });
    if (expected === null) expect(check).not.toThrow();
    else expect(check).toThrow(expected);
  });

  test('is looked at however deep it is', () => {
    const text = nested(2_000_000);
    const most = { ...ANY, levels: 100 };
    expect(() => checkTextSize(text, 'v', most)).toThrow('at most 100 levels');
    expect(() => checkSize(JSON.parse(text), 'v', most)).toThrow('at most 100 levels');
    expect(() => checkTextSize(nested(100), 'v', most)).not.toThrow();
  });

  test('is the same in a text, where values are never counted too low', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, isIndented) => {
        const text = JSON.stringify(value, null, isIndented ? 1 : 0);
        const { levels, values } = sizeOf(value, ANY);
        expect(() => checkTextSize(text, 'v', { ...ANY, levels })).not.toThrow();
        if (levels > 0) expect(() => checkTextSize(text, 'v', { ...ANY, levels: levels - 1 })).toThrow();
        if (values > 0) expect(() => checkTextSize(text, 'v', { ...ANY, values: values / 2 - 1 })).toThrow();
      }),
    );
  });

  test('is not that of what stands in texts', () => {
    expect(() => checkTextSize(JSON.stringify({ '[[[': '\\"[[[\\\\' }), 'v', { ...ANY, levels: 1 })).not.toThrow();
  });
});

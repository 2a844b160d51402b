import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { Json } from '../../src/domain/json.ts';

describe('canonical JSON is that of RFC 8785', () => {
  test("the document's own example", () => {
    const value = JSON.parse(`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }`) as Json;
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('members are in the order of their UTF-16 code units, at every depth', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1F600}', '\u0080', '\u00f6', '10', '2', '', '__proto__'];
    const sorted = ['', '\r', '1', '10', '2', '__proto__', '\u0080', '\u00f6', '\u20ac', '\u{1F600}', '\ufb33'];
    const written = (all: readonly string[], value: string): string =>
      `{${all.map((name) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
    const value = JSON.parse(written(names, written(names, '0'))) as Json;
    expect(canonicalJson(value)).toBe(written(sorted, written(sorted, '0')));
  });

  test.each<[Json, string]>([
    [null, 'null'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [1e21, '1e+21'],
    [999999999999999900000, '999999999999999900000'],
    ['\u0000\b\u007f\u2028', '"\\u0000\\b\u007f\u2028"'],
    [[], '[]'],
    [{}, '{}'],
    [[[], {}, ''], '[[],{},""]'],
  ])('%j', (value, text) => expect(canonicalJson(value)).toBe(text));

  test('says the value, the same for every order of its members', () => {
    const shuffled = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, shuffled(member as Json)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (drawn) => {
        const value = JSON.parse(JSON.stringify(drawn)) as Json;
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
      }),
    );
  });

  test('however deep a value is nested', () => {
    const deep = Array.from({ length: 50_000 }).reduce<Json>((value) => ({ a: [value] }), 1);
    expect(canonicalJson(deep)).toBe(`${'{"a":['.repeat(50_000)}1${']}'.repeat(50_000)}`);
  });

  test.each([
    [Number.NaN, 'canonical JSON: expected a finite number, found NaN'],
    [[Number.POSITIVE_INFINITY], 'canonical JSON: expected a finite number, found Infinity'],
    [{ a: 'x\ud800' }, 'canonical JSON: expected well-formed text, found "x\\ud800"'],
    [{ '\udc00': 1 }, 'canonical JSON: expected well-formed text, found "\\udc00"'],
  ])('%j has no canonical form', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(new TypeError(message));
  });
});

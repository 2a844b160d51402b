import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { isWellFormed, wellFormed, wellFormedJson } from '../../src/domain/text.ts';

describe('U+0000 and halves of surrogate pairs give way to U+FFFD', () => {
  test.each([
    ['a\u0000b\u0000', 'a\uFFFDb\uFFFD'],
    ['\uD83D', '\uFFFD'],
    ['\uDE00\uD83D', '\uFFFD\uFFFD'],
    ['\uD83D\uD83D\uDE00\uDE00', '\uFFFD\u{1F600}\uFFFD'],
  ])('%j', (text, shown) => {
    expect(isWellFormed(text)).toBe(false);
    expect(wellFormed(text)).toBe(shown);
    expect(isWellFormed(shown)).toBe(true);
  });

  test.each(['', 'Ключ-АСТРОМ', '\u{1F600}', '\uFFFD\uFFFE', '\u0001\t\n'])('%j is as it should be', (text) => {
    expect(isWellFormed(text)).toBe(true);
    expect(wellFormed(text)).toBe(text);
  });

  test('each code unit stays or is replaced alone', () => {
    const units = fc.array(fc.constantFrom('a', '\u0000', '\uD83D', '\uDE00', 'é'));
    fc.assert(
      fc.property(units, (all) => {
        const text = all.join('');
        const shown = wellFormed(text);
        expect(shown).toHaveLength(text.length);
        expect(isWellFormed(shown)).toBe(true);
        expect(Buffer.from(shown, 'utf8').toString('utf8')).toBe(shown);
        expect(wellFormed(shown)).toBe(shown);
      }),
    );
  });
});

describe('a value', () => {
  test('is well-formed in every text and every name, and else the same', () => {
    const value = JSON.parse('{"a\\u0000":["\\ud800",1,null,true],"__proto__":{"b":"\\u0000"},"c":-0.5}') as Json;
    expect(JSON.stringify(wellFormedJson(value))).toBe(
      '{"a\uFFFD":["\uFFFD",1,null,true],"__proto__":{"b":"\uFFFD"},"c":-0.5}',
    );
  });

  test('of members that are then named alike keeps the last one', () => {
    expect(wellFormedJson({ '\u0000': 1, '\uFFFD': 2 })).toEqual({ '\uFFFD': 2 });
  });

  test('may be nested ever so deep', () => {
    const deep = Array.from({ length: 50_000 }).reduce<Json>((value) => [value], '\u0000');
    let innermost = wellFormedJson(deep);
    while (Array.isArray(innermost)) [innermost] = innermost as [Json];
    expect(innermost).toBe('\uFFFD');
  });
});

import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { FOLDED, fold } from '../../src/domain/fold.ts';

const CODE_POINTS = 0x110000;
const BITS = Array.from({ length: 21 }, (_, bit) => bit);

function blindToCase(pattern: string): RE2JS {
  return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
}

test('a character and another are alike to RE2 exactly when their folded texts are equal', () => {
  const cased = [...FOLDED.keys()];
  const text = cased.join('');
  const alikeByPattern = cased.map((character) => Array.from(blindToCase(character).matchAll(text), ([each]) => each));
  const kin = new Map<string, string[]>();
  for (const [character, folded] of FOLDED) kin.set(folded, [...(kin.get(folded) ?? []), character]);
  expect(alikeByPattern).toEqual(cased.map((character) => kin.get(fold(character))));
});

test('no character that folding leaves alone is alike to another one in RE2', () => {
  const alone = Array.from({ length: CODE_POINTS }, (_, code) => code).filter(
    (code) => /\p{Assigned}/u.test(String.fromCodePoint(code)) && !FOLDED.has(String.fromCodePoint(code)),
  );
  const mistaken = BITS.flatMap((bit) => {
    const withBit = alone.filter((code) => (code >> bit) & 1);
    const pattern = blindToCase(`^[${withBit.map((code) => `\\x{${code.toString(16)}}`).join('')}a]$`);
    return alone.filter((code) => !((code >> bit) & 1) && pattern.test(String.fromCodePoint(code)));
  });
  expect(mistaken).toEqual([]);
});

test.each([
  ['ASCII', 'Admin', 'aDMIN'],
  ['the Kelvin sign', 'k', '\u212a'],
  ['a long s', 'S', '\u017f'],
  ['a final sigma', 'Σς', 'σΣ'],
  ['a capital sharp s', 'straße', 'STRAẞE'],
  ['letters beyond the basic plane', '𐐀', '𐐨'],
  ['Greek with an iota, of which upper case makes two letters', 'ᾳ', 'ᾼ'],
  ['two forms of one letter with no case between them', '\u0390', '\u1fd3'],
])('%s is folded', (_, one, other) => {
  expect(fold(one)).toBe(fold(other));
});

test.each([
  ['a sharp s is not two s', 'ß', 'ss'],
  ['a dotted capital I is like no other', 'İ', 'i'],
  ['a dotless i is like no other', 'ı', 'I'],
  ['accents count', 'e', 'é'],
  ['composed and decomposed letters differ', 'é', 'e\u0301'],
])('%s', (_, one, other) => {
  expect(fold(one)).not.toBe(fold(other));
});

test('ASCII folds to lower case, what has no case stays', () => {
  expect(fold('ABC xyz 1_%')).toBe('abc xyz 1_%');
  expect(fold('日本 ½ 😀')).toBe('日本 ½ 😀');
});

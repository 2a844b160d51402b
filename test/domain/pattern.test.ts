import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compilePattern,
  literalOf,
  MAX_PATTERN_LENGTH,
  MAX_PATTERN_PROGRAM,
  PatternError,
  type Piece,
} from '../../src/domain/pattern.ts';

function refusal(pattern: string): string {
  try {
    compilePattern(pattern, false);
  } catch (error) {
    expect(error).toBeInstanceOf(PatternError);
    return error instanceof Error ? error.message : '';
  }
  return `accepted ${pattern}`;
}

describe('a pattern matches somewhere in a value', () => {
  test.each([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['c$', 'abc', true],
    ['b$', 'abc', false],
    ['^a.c$', 'abc', true],
    ['a.c', 'a\nc', false],
    ['(?s)a.c', 'a\nc', true],
    ['a$', 'a\n', false],
    ['^b', 'a\nb', false],
    ['(?m)^b', 'a\nb', true],
    ['^.$', '😀', true],
    ['\\d', '\u0663', false],
    ['\\pN', '\u0663', true],
    ['', 'anything', true],
    ['(?P<name>a)b', 'ab', true],
    ['A', 'a', false],
    ['(?i)A', 'a', true],
  ])('%j in %j: %s', (pattern, value, found) => {
    expect(compilePattern(pattern, false)(value)).toBe(found);
  });

  test('blind to case by Unicode simple folding', () => {
    expect(compilePattern('^straße k$', true)('STRAẞE \u212a')).toBe(true);
    expect(compilePattern('ss', true)('ß')).toBe(false);
  });

  test('as often as asked, with no memory of what came before', () => {
    const finds = compilePattern('a', false);
    expect(['a', 'b', 'ba', 'a'].map(finds)).toEqual([true, false, true, true]);
  });
});

describe('what RE2 does not know is refused with a reason', () => {
  test.each([
    ['(', /RE2 expression, but got "\(": missing closing \)/],
    ['(?=a)', /invalid or unsupported Perl syntax/],
    ['(?<=a)b', /RE2 expression/],
    ['(a)\\1', /invalid escape sequence/],
    ['a**', /invalid nested repetition operator/],
    ['[z-a]', /invalid character class range/],
    ['a{1001}', /invalid repeat count/],
    ['(a{1000}){1000}', /10000 steps/],
    ['\\', /RE2 expression/],
  ])('%s', (pattern, reason) => {
    expect(refusal(pattern)).toMatch(reason);
  });
});

test('a pattern has a longest length', () => {
  expect(compilePattern('a'.repeat(MAX_PATTERN_LENGTH), false)('b')).toBe(false);
  expect(refusal('a'.repeat(MAX_PATTERN_LENGTH + 1))).toBe(
    'expected an RE2 expression of at most 4096 characters, but got one of 4097',
  );
});

test('a short pattern may not stand for an enormous one', () => {
  expect(compilePattern('[a-z]{1000}', false)('a'.repeat(1000))).toBe(true);
  expect(refusal('a{1000}'.repeat(MAX_PATTERN_PROGRAM / 1000))).toMatch(/of at most 10000 steps, but got one of 10002/);
});

describe('a pattern of literals and .* is pieces of a whole value', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', '*'],
    ['^$', ''],
    ['^', '*'],
    ['$', '*'],
    ['lit', '*<lit>*'],
    ['^lit$', '<lit>'],
    ['^lit', '<lit>*'],
    ['lit$', '*<lit>'],
    ['^lit.*$', '<lit>*'],
    ['.*lit.*', '*<lit>*'],
    ['^a.*b$', '<a>*<b>'],
    ['^.*.*$', '*'],
    ['^a\\.b\\$$', '<a.b$>'],
    ['a\\\\$', '*<a\\>'],
    ['a\\$', '*<a$>*'],
    ['^\\^\\.\\*$', '<^.*>'],
    ['^10\\.1\\.2\\.3$', '<10.1.2.3>'],
    ['^string:///a b-c_d}]"\'$', '<string:///a b-c_d}]"\'>'],
    ['^😀é$', '<😀é>'],
  ];
  test.each(cases)('%j', (pattern, pieces) => {
    expect(drawn(literalOf(pattern))).toBe(pieces);
  });
});

function drawn(pieces: readonly Piece[] | null): string | undefined {
  return pieces?.map((piece) => (piece.kind === 'any' ? '*' : `<${piece.text}>`)).join('');
}

test.each([
  ...[
    '.',
    'a.',
    'a*',
    'a+',
    'a?',
    '.*?',
    '.+',
    'a|b',
    '(a)',
    '[a]',
    'a{2}',
    'a{',
    '\\d',
    '\\pL',
    '\\Qa\\E',
    'a^b',
    'a$b',
  ],
  ...['^^', '$$', '^*', '(?i)a', '\\', '\\.*', '\\n'],
])('%j is no pattern of literals', (pattern) => {
  expect(literalOf(pattern)).toBeNull();
});

test('a pattern that is blind to case is no pattern of literals', () => {
  expect(literalOf('^a$', true)).toBeNull();
});

test('a value without line ends fits the pieces exactly when it matches the pattern', () => {
  const token = fc.constantFrom('a', 'b', 'ab', '.*', '\\.', '\\$', '.', '$', '^', '\\\\', '-');
  const pattern = fc.array(token, { maxLength: 5 }).map((tokens) => tokens.join(''));
  const value = fc
    .array(fc.constantFrom('a', 'b', '.', '$', '^', '\\', '-'), { maxLength: 5 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(pattern, fc.array(value, { minLength: 5, maxLength: 10 }), (text, values) => {
      const pieces = literalOf(text);
      fc.pre(pieces !== null);
      const finds = compilePattern(text, false);
      expect(values.filter((each) => fits(each, pieces))).toEqual(values.filter(finds));
    }),
    { numRuns: 2_000 },
  );
});

function fits(value: string, [piece, ...rest]: readonly Piece[]): boolean {
  if (piece === undefined) return value === '';
  if (piece.kind === 'literal') return value.startsWith(piece.text) && fits(value.slice(piece.text.length), rest);
  return Array.from({ length: value.length + 1 }, (_, taken) => value.slice(taken)).some((tail) => fits(tail, rest));
}

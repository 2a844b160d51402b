import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../src/domain/pattern.ts';
import { patternSize } from '../../src/domain/pattern-size.ts';

const refusal = (pattern: string, ignoreCase = false) => {
  try {
    compilePattern(pattern, ignoreCase);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('what a pattern takes is told from its text', () => {
  test.each([
    ['abc', 3],
    ['a{1000}', 1_000],
    ['a{2,5}b', 6],
    ['a{3,}', 3],
    ['(a{10}b){100}', 1_300],
    ['(?:ab){3}', 12],
    ['(?P<name>a){4}', 12],
    ['[a-z]{4}', 4],
    ['[^]}]{4}', 4],
    ['[[:alpha:]{]{4}', 4],
    ['\\Qa{9}\\E', 4],
    ['\\{9}', 3],
    ['(((a', 1],
  ])('%s', (pattern, size) => {
    expect(patternSize(pattern, false)).toBe(size);
  });

  test('more where classes of many characters are made alike but for case', () => {
    expect(patternSize('[b-\\x{1fffe}]', true)).toBeGreaterThan(patternSize('[b-\\x{1fffe}]', false));
    expect(patternSize('(?i)\\pL', false)).toBeGreaterThan(patternSize('\\pL', false) + 4);
  });
});

describe('a pattern that would take long is refused before it is compiled', () => {
  test.each([
    ['a{1000}'.repeat(500), false],
    ['([a-z]|b){1000}'.repeat(250), false],
    ['[b-\\x{1fffe}]'.repeat(250), true],
  ])('%.20s…', (pattern, ignoreCase) => {
    expect(refusal(pattern, ignoreCase)).toMatch(/at most 10000 steps, but got one of about \d+$/);
  });

  test('and is told of in a few words, however long it is', () => {
    expect(refusal('('.repeat(4_000)).length).toBeLessThan(500);
    expect(refusal(`${'a'.repeat(3_000)}**`).length).toBeLessThan(500);
  });
});

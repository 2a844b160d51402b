import { describe, expect, test } from 'vitest';
import type { Check, Level } from './check.ts';
import { LANE_CHECKS } from './lane/lane-kit.ts';
import { SOURCE_CHECKS } from './source/source-kit.ts';

const to = (prefix: string, last: number): readonly string[] =>
  Array.from({ length: last }, (_, index) => `${prefix}-${String(index + 1).padStart(3, '0')}`);

/** Every id that was ever given. One that is no longer used moves to `retired`, and is never given again. */
const GIVEN: readonly {
  readonly name: string;
  readonly checks: readonly Check<never>[];
  readonly ids: readonly string[];
  readonly retired: readonly string[];
  readonly should: readonly string[];
}[] = [
  {
    name: 'lanes',
    checks: LANE_CHECKS as readonly Check<never>[],
    ids: to('LANE', 25),
    retired: [],
    should: ['LANE-021', 'LANE-022', 'LANE-023'],
  },
  {
    name: 'sources',
    checks: SOURCE_CHECKS as readonly Check<never>[],
    ids: to('SRC', 34),
    retired: [],
    should: ['SRC-029'],
  },
];

describe.each(GIVEN)('the checks of $name', ({ checks, ids, retired, should }) => {
  test('have ids of their own', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(new Set(checks.map(({ says }) => says)).size).toBe(checks.length);
  });

  test('have the ids that were given, and no retired one', () => {
    expect(checks.map(({ id }) => id)).toEqual(ids.filter((id) => !retired.includes(id)));
  });

  test('have the levels that they were given', () => {
    const levels = ids.map((id): Level => (should.includes(id) ? 'SHOULD' : 'MUST'));
    expect(checks.map(({ level }) => level)).toEqual(levels.filter((_, index) => !retired.includes(ids[index] ?? '')));
  });
});

import type { Test, TestOp } from '../../domain/filter.ts';
import type { Sql } from './sql.ts';

type TestOf<Op extends TestOp> = Test extends infer Each
  ? Each extends { readonly op: TestOp }
    ? Op extends Each['op']
      ? Each
      : never
    : never
  : never;

/**
 * `few` is how many items of a list may be said each in words of its own.
 *
 * How tests of one type of value are said in SQL: a condition that is true for just the values that pass. A test that
 * is not in the table, or answers null, is one that SQL has no words for, or means something else by.
 */
export type Conditions = {
  readonly [Op in TestOp]?: (value: Sql, test: TestOf<Op>, few: number) => Sql | null;
};

export function condition(conditions: Conditions, value: Sql, test: Test, few: number): Sql | null {
  const say = conditions[test.op] as ((value: Sql, test: Test, few: number) => Sql | null) | undefined;
  return say ? say(value, test, few) : null;
}

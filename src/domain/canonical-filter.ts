import { canonicalJson } from './canonical.ts';
import type { FilterExpr, Test } from './filter.ts';
import type { Json } from './json.ts';

/** The one way to write this filter: the order of parts and of list items, and what is said twice, are of no matter to it. */
export function canonicalFilter(where: FilterExpr): string {
  switch (where.kind) {
    case 'and':
      return `and(${set(where.all.map(canonicalFilter)).join()})`;
    case 'or':
      return `or(${set(where.any.map(canonicalFilter)).join()})`;
    case 'is':
      return canonicalJson([where.field, inOrder(where.test) as unknown as Json, where.negated]);
  }
}

function inOrder(test: Test): Test {
  switch (test.op) {
    case 'in':
    case 'under':
      return { ...test, values: set(test.values) };
    case 'inBlock':
      return { ...test, blocks: set(test.blocks) };
    case 'words':
      return { ...test, words: set(test.words) };
    default:
      return test;
  }
}

function set(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

import { assuming, conjuncts, type FilterExpr, type Is, and as joined, leaves } from '../../domain/filter.ts';
import { fieldCondition } from './field-conditions.ts';
import { join, type Sql, sql } from './sql.ts';

/** A filter divided between the database and the gateway. */
export interface Where {
  /** Never narrower than the filter; values travel as parameters. */
  readonly sql: Sql;
  /** The filter that the SQL means. */
  readonly pushed: FilterExpr;
  /** What is still to be tested on the rows that it lets through: everything, when it means just what was asked. */
  readonly residual: FilterExpr;
}

/**
 * The one compiler from a filter to SQL. Negation is in the leaves alone, so a leaf that SQL has no words for may be
 * taken as true: that only widens.
 */
export function where(filter: FilterExpr): Where {
  const all = leaves(filter);
  const few = all.length > FEW_LEAVES ? 0 : FEW_ITEMS;
  const sayable = conjuncts(filter)
    .map(leaves)
    .filter(({ length }) => length <= MOST_LEAVES);
  const said = new Map(sayable.flat().map((leaf) => [leaf, fieldCondition(leaf.field)(leaf.test, few)]));
  const isSaid = (leaf: Is) => (said.get(leaf) ?? null) !== null;
  const pushed = assuming(filter, (leaf) => (isSaid(leaf) ? undefined : true));
  const residual = joined(...conjuncts(filter).filter((part) => !leaves(part).every(isSaid)));
  return { sql: treeSql(pushed, said), pushed, residual };
}

/** So many items of a list are said one by one; of a filter of many leaves none, for the planner takes its time over each. */
const FEW_ITEMS = 8;
const FEW_LEAVES = 16;

/** Of a part of more leaves nothing is said: an embedded database would hold up all else while it tests them all. */
const MOST_LEAVES = 100;

type Said = ReadonlyMap<Is, Sql | null>;

function treeSql(tree: FilterExpr, said: Said): Sql {
  switch (tree.kind) {
    case 'and':
      return all(tree.all, said);
    case 'or':
      return any(tree.any, said);
    case 'is':
      return leafSql(tree, said);
  }
}

function all(parts: readonly FilterExpr[], said: Said): Sql {
  if (parts.length === 0) return sql`TRUE`;
  return sql`(${join(
    parts.map((part) => treeSql(part, said)),
    ' AND ',
  )})`;
}

function any(parts: readonly FilterExpr[], said: Said): Sql {
  if (parts.length === 0) return sql`FALSE`;
  return sql`(${join(
    parts.map((part) => treeSql(part, said)),
    ' OR ',
  )})`;
}

/** An absent value makes a condition NULL, which stands for false, and is not true under negation. */
function leafSql(leaf: Is, said: Said): Sql {
  const passes = said.get(leaf) ?? sql`TRUE`;
  return leaf.negated ? sql`(${passes}) IS NOT TRUE` : passes;
}

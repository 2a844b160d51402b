import { assuming, conjuncts, type FilterExpr, type Is, and as joined, leaves } from '../domain/filter.ts';
import { FIELD_CONDITIONS } from './field-conditions.ts';
import { Prisma } from './generated/client.ts';

/** A filter divided between the database and the gateway. */
export interface Where {
  /** Never narrower than the filter; values travel as parameters. */
  readonly sql: Prisma.Sql;
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
  const pushed = assuming(filter, (leaf) => (isSaid(leaf) ? undefined : true));
  const residual = joined(...conjuncts(filter).filter((part) => !leaves(part).every(isSaid)));
  return { sql: treeSql(pushed), pushed, residual };
}

function isSaid({ field, test }: Is): boolean {
  return FIELD_CONDITIONS[field](test) !== null;
}

function treeSql(tree: FilterExpr): Prisma.Sql {
  switch (tree.kind) {
    case 'and':
      return tree.all.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`(${Prisma.join(tree.all.map(treeSql), ' AND ')})`;
    case 'or':
      return tree.any.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(tree.any.map(treeSql), ' OR ')})`;
    case 'is':
      return leafSql(tree);
  }
}

/** An absent value makes a condition NULL, which stands for false, and is not true under negation. */
function leafSql({ field, test, negated }: Is): Prisma.Sql {
  const passes = FIELD_CONDITIONS[field](test) ?? Prisma.sql`TRUE`;
  return negated ? Prisma.sql`(${passes}) IS NOT TRUE` : passes;
}

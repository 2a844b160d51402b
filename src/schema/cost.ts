import type { ComplexityErrorFn } from '@pothos/plugin-complexity';
import { GraphQLError } from 'graphql';
import type { QueryLimits } from './context.ts';

/**
 * What things cost, in points; `maxCost` bounds their sum over one operation. A field read from memory is a tenth: a page
 * of 1000 events with every field of every vendor's type stays below 20,000. What makes the gateway ask others costs whole
 * points, so that aliases cannot multiply it at will.
 */
export const COST = {
  /** Reading one field of something already there. */
  field: 0.1,
  /** How many items a list inside an event or a source is taken to have. */
  list: 3,
  /** One question to all sources. */
  page: 100,
  /** One change of what is stored. */
  mutation: 100,
  lookup: 10,
  lookups: (ids: number, { maxPageSize }: QueryLimits) => ({
    field: 2 * Math.min(ids, maxPageSize),
    multiplier: Math.min(ids, maxPageSize),
  }),
  /** One request to an upstream, shared by all who ask for the same in one operation. */
  upstream: 10,
  /** What is there once for a whole page, however large the page is. */
  once: { field: 0, multiplier: 0 },
} as const;

/** How many events a page is taken to have. A number out of range costs the largest page; the federation refuses it. */
export function pageCost(
  args: { readonly first?: number | null | undefined; readonly last?: number | null | undefined },
  { maxPageSize }: QueryLimits,
) {
  const size = args.first ?? args.last ?? 50;
  return { field: COST.page, multiplier: size < 0 ? 0 : Math.min(size, maxPageSize) };
}

export const tooComplex: ComplexityErrorFn = (kind, { depth, maxDepth, complexity, maxComplexity }) => {
  const [what, most, found] =
    String(kind) === 'Depth' ? ['depth', maxDepth, depth] : ['cost', maxComplexity, Math.ceil(complexity)];
  return new GraphQLError(`query: expected a ${what} of at most ${most}, but got ${found}`, {
    extensions: { code: 'QUERY_TOO_COMPLEX' },
  });
};

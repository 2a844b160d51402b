import { type ComplexityErrorFn, complexityFromQuery } from '@pothos/plugin-complexity';
import { GraphQLError, type GraphQLResolveInfo, Kind } from 'graphql';
import type { QueryLimits, SchemaContext } from './context.ts';

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
  /** One place from which events are followed; each event costs what is selected of it. */
  subscription: 100,
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

export const tooComplex: ComplexityErrorFn = (kind, { depth, maxDepth, complexity, maxComplexity }) =>
  String(kind) === 'Depth' ? refused('depth', maxDepth, depth) : refused('cost', maxComplexity, complexity);

/** Refuses a subscription before anything is followed: of other operations the resolver of each field sees to that. */
export function checkCost({ schema, operation, fragments }: GraphQLResolveInfo, context: SchemaContext): void {
  const { maxDepth, maxCost } = context.limits;
  const { depth, complexity } = complexityFromQuery(
    { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] },
    { schema, ctx: context, variables: { ...context.variables } },
  );
  if (depth > maxDepth) throw refused('depth', maxDepth, depth);
  if (complexity > maxCost) throw refused('cost', maxCost, complexity);
}

function refused(what: 'depth' | 'cost', most: number | undefined, found: number): GraphQLError {
  return new GraphQLError(`query: expected a ${what} of at most ${most}, but got ${Math.ceil(found)}`, {
    extensions: { code: 'QUERY_TOO_COMPLEX' },
  });
}

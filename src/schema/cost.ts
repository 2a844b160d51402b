import { sizeOf } from '../domain/json-size.ts';
import { FILTER_SIZE } from '../federation/ask/filter-bounds.ts';
import type { QueryLimits } from './context.ts';

/**
 * What things cost, in points; `maxCost` bounds their sum over one operation. A field read from memory is a tenth: a page
 * of 1000 events with every field of every vendor's type stays below 20,000. What makes the gateway ask others costs whole
 * points, so that aliases cannot multiply it at will; so does what makes an answer large, or is long in the question.
 */
export const COST = {
  /** Reading one field of something already there. */
  field: 0.1,
  /** A JSON value, which may be long. */
  json: 0.5,
  /** An event of a page, whatever is read of it. */
  event: 0.5,
  /** How many items a list inside an event or a source is taken to have. */
  list: 3,
  /** One question to all sources. */
  page: 100,
  /** Each value of a filter, those in its lists included, and each character of its texts. */
  filterValue: 0.1,
  filterCharacter: 0.001,
  /** One change of what is stored. */
  mutation: 100,
  /** One place from which events are followed; each event costs what is selected of it. */
  subscription: 100,
  lookup: 10,
  lookups: (ids: unknown, { maxPageSize }: QueryLimits) => {
    const count = Math.min(Array.isArray(ids) ? ids.length : 1, maxPageSize);
    return { field: 2 * count, multiplier: count };
  },
  /** One request to an upstream, shared by all who ask for the same in one operation. */
  upstream: 10,
  /** What is there once for a whole page, however large the page is. */
  once: { field: 0, multiplier: 0 },
  /** The schema's description, and one member of it. */
  schema: 200,
  introspection: 0.2,
} as const;

/** Arguments as a client gave them: they are priced before anything has checked them. */
export type GivenArguments = Readonly<Record<string, unknown>>;

/** How many events a page is taken to have. A number out of range costs the largest page; the federation refuses it. */
export function pageCost({ filter, first, last }: GivenArguments, { maxPageSize }: QueryLimits) {
  const size = [first, last].find((given) => typeof given === 'number') ?? DEFAULT_PAGE;
  return { field: COST.page + filterCost(filter), multiplier: Math.max(0, Math.min(Number(size), maxPageSize)) };
}

/** What is followed is one event after the other. */
export function followCost({ filter }: GivenArguments) {
  return { field: COST.subscription + filterCost(filter), multiplier: 1 };
}

const DEFAULT_PAGE = 50;

const known = new WeakMap<object, number>();

/** A filter in a variable is looked at once, however many fields it is given to. */
function filterCost(filter: unknown): number {
  if (typeof filter !== 'object' || filter === null) return 0;
  const looked = known.get(filter);
  if (looked !== undefined) return looked;
  const { values, characters } = sizeOf(filter, FILTER_SIZE);
  const cost = values * COST.filterValue + characters * COST.filterCharacter;
  known.set(filter, cost);
  return cost;
}

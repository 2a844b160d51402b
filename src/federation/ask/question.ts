import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical.ts';
import { EVERYTHING, type FilterExpr } from '../../domain/filter.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import type { Instant } from '../../domain/instant.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { type Direction, opposite, type Position, type TimeWindow } from '../../domain/position.ts';
import { splitWindow } from '../../domain/split-window.ts';
import { decodeCursor } from './cursor.ts';
import type { FilterInput } from './filter-input.ts';
import { type FilterSurroundings, readFilter } from './read-filter.ts';

/** What a client asks `auditEvents`, as GraphQL hands it over: nothing resolved, nothing checked but its types. */
export interface EventsArguments {
  readonly filter?: FilterInput | null | undefined;
  readonly sort?: { readonly field: string; readonly direction: Direction } | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly onSourceFailure?: 'PARTIAL' | 'FAIL' | null | undefined;
}

/** A question that can be asked: every argument checked and resolved, paging backward turned into reading the other way. */
export interface Question {
  /** Bounds of time are the window's, and not the filter's. */
  readonly where: FilterExpr;
  readonly window: TimeWindow;
  /** The way it is read: with `last`, against the sort. */
  readonly direction: Direction;
  readonly backward: boolean;
  /** Edges wanted. */
  readonly size: number;
  /** Strictly between these places, in reading order. */
  readonly after: Position | null;
  readonly until: Position | null;
  readonly now: Instant;
  /** What its cursors carry, so that none is used with another question. */
  readonly digest: string;
}

export interface QuestionRules extends Pick<FilterSurroundings, 'sources'> {
  readonly maxPageSize: number;
  readonly now: Instant;
}

const DEFAULT_PAGE_SIZE = 50;

/** The only door into the federation. Throws `InputError` naming argument, expectation and finding. */
export function readQuestion(args: EventsArguments, rules: QuestionRules): Question {
  const sort = args.sort ?? { field: 'OCCURRED_AT', direction: 'DESC' as const };
  if (sort.field !== 'OCCURRED_AT') throw new InputError('sort.field', 'OCCURRED_AT, the only one yet', sort.field);
  const digest = digestOf(args.filter ?? {}, sort.direction);
  const after = args.after === null || args.after === undefined ? null : decodeCursor(args.after, 'after', digest);
  const before = args.before === null || args.before === undefined ? null : decodeCursor(args.before, 'before', digest);
  const { backward, size } = readSize(args, rules.maxPageSize);

  const now = (after ?? before)?.asOf ?? rules.now;
  const filter = args.filter ? readFilter(args.filter, { now, sources: rules.sources }) : EVERYTHING;
  const [begin, end] = backward ? [before, after] : [after, before];
  return {
    ...splitWindow(filter),
    direction: backward ? opposite(sort.direction) : sort.direction,
    backward,
    size,
    after: begin?.position ?? null,
    until: end?.position ?? null,
    now,
    digest,
  };
}

function readSize(args: EventsArguments, maxPageSize: number): { backward: boolean; size: number } {
  const first = args.first ?? null;
  const last = args.last ?? null;
  if (first !== null && last !== null) {
    throw new InputError('first', '`first` or `last`, not both', `first: ${first} and last: ${last}`);
  }
  const alone = (args.before ?? null) !== null && (args.after ?? null) === null;
  const backward = last !== null || (first === null && alone);
  const size = (backward ? last : first) ?? Math.min(DEFAULT_PAGE_SIZE, maxPageSize);
  if (!Number.isInteger(size) || size < 0 || size > maxPageSize) {
    throw new InputError(backward ? 'last' : 'first', `a whole number from 0 to ${maxPageSize}`, shown(size));
  }
  return { backward, size };
}

/** The same for every way to write the same question: what is null is as if left out. */
function digestOf(filter: FilterInput, direction: Direction): string {
  const question = canonicalJson({ filter: given(filter as unknown as Json), direction });
  return createHash('sha256').update(question).digest('base64url').slice(0, 16);
}

function given(value: Json): Json {
  if (Array.isArray(value)) return value.map(given);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(
    ([name, item]) => item !== undefined && (item !== null || name === 'equals'),
  );
  return Object.fromEntries(members.map(([name, item]) => [name, name === 'equals' ? item : given(item)])) as Json;
}

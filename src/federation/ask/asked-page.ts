import { InputError, shown } from '../../domain/input-error.ts';
import { type Direction, type Order, reversed, type SortKey } from '../../domain/order.ts';
import { type Asked, type AskedPart, type Asking, ask } from './asked.ts';
import { type Cursor, decodeCursor } from './cursor.ts';
import type { FilterInput } from './filter-input.ts';
import type { Seal } from './seal.ts';

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

/** A page that can be read: with `last`, against the sort. */
export interface AskedPage extends AskedPart {
  readonly backward: boolean;
}

export interface PageRules extends Asking {
  readonly maxPageSize: number;
  /** What may be sorted by; left out: time alone. */
  readonly sortFields?: readonly SortField[] | undefined;
  readonly seal: Seal;
}

/** The API's names of what events are sorted by; null is their time. */
export const SORT_KEYS = {
  OCCURRED_AT: null,
  ENDED_AT: 'endedAt',
  DURATION: 'durationMs',
  ACTOR_NAME: 'actor.name',
  RECORD_TYPE: 'recordType',
  ACTION: 'action',
  OUTCOME: 'outcome',
} as const satisfies Record<string, SortKey | null>;

export type SortField = keyof typeof SORT_KEYS;

const DEFAULT_PAGE_SIZE = 50;

/** Every argument checked and resolved, paging backward turned into reading the other way. Throws `InputError`. */
export function askPage(args: EventsArguments, rules: PageRules): AskedPage {
  const order = readOrder(args, rules.sortFields);
  const after = readCursor(args, 'after', rules);
  const before = readCursor(args, 'before', rules);
  const { backward, size } = readSize(args, rules.maxPageSize);
  const askAt = (now: Asked['now']) => ask(args.filter, { ...rules, now }, order);

  const asked = askAt((after ?? before)?.asOf ?? rules.now);
  mustBelong(after, 'after', asked, askAt);
  mustBelong(before, 'before', asked, askAt);
  const [begin, end] = backward ? [before, after] : [after, before];
  return {
    ...asked,
    ...(backward ? reversed(order) : order),
    backward,
    size,
    after: begin?.position ?? null,
    until: end?.position ?? null,
  };
}

function readOrder({ sort }: EventsArguments, offered: readonly SortField[] = ['OCCURRED_AT']): Order {
  const field = offered.find((each) => each === (sort?.field ?? 'OCCURRED_AT'));
  if (field === undefined)
    throw new InputError('sort.field', `${offered.join(', ')}, the only one yet`, `${sort?.field}`);
  return { by: SORT_KEYS[field], direction: sort?.direction ?? 'DESC' };
}

function readCursor(args: EventsArguments, argument: 'after' | 'before', { seal }: PageRules): Cursor | null {
  const text = args[argument] ?? null;
  return text === null ? null : decodeCursor(text, argument, seal);
}

/** What a cursor was given out for is this question as it was then: its times are relative to the now of its own walk. */
function mustBelong(cursor: Cursor | null, argument: string, asked: Asked, askAt: (now: Asked['now']) => Asked): void {
  if (cursor === null) return;
  const { digest } = cursor.asOf === asked.now ? asked : askAt(cursor.asOf);
  if (cursor.question === digest) return;
  throw new InputError(argument, 'a cursor of this question (same filter and sort)', 'a cursor of another question');
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

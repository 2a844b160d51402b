import {
  and,
  assuming,
  conjuncts,
  type FilterExpr,
  filterPath,
  type Is,
  isNothing,
  leaves,
  type Test,
} from '../domain/filter.ts';
import { DAY, floorTo, type Instant, LATEST, MINUTE, plus } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import { literalOf } from '../domain/pattern.ts';
import { intersect, isBounded, isEmpty, type TimeWindow } from '../domain/position.ts';
import type { EventQuery } from '../domain/query.ts';
import { REDACTED, type RedactionRules, redact } from '../domain/redact.ts';
import { splitWindow } from '../domain/split-window.ts';
import type { Capabilities, Pushdown, Stream, Words } from './adapter.ts';

/** What the source's configuration says. */
export interface Divider {
  /** Records per request at most; null: as the adapter declares. */
  readonly pageSize: number | null;
  readonly rules: RedactionRules;
  /** Slots in which nothing is said, for the vendor found it too long. */
  readonly unsaid?: readonly string[];
}

export interface Division extends Pushdown {
  /** Filter paths applied by the vendor, and those tested here. */
  readonly pushedDown: readonly string[];
  readonly filteredHere: readonly string[];
}

/** Characters in which a vendor is told one leaf; what takes more is tested here, for no vendor would read it to its end. */
export const LONGEST_WORDS = 16_000;

/** Room in a first page for those records of the cursor's own tick that were on the page before. */
const TIES_EXPECTED = 8;

/** The part of a question that a stream can be sent; null when nothing in the stream can match. */
export function divide(query: EventQuery, stream: Stream, by: Divider): Division | null {
  const { where, window } = splitWindow(assuming(query.where, (leaf) => stream.foresee(leaf)));
  const within = intersect(query.window, window);
  const asked = askedWindow({ ...query, window: within }, stream.capabilities);
  if (isNothing(where) || isEmpty(asked)) return null;

  const { words, pushed, residual } = split(where, stream, by);
  const { capabilities } = stream;
  const time = isBounded(within) ? ['occurredAt'] : [];
  return {
    words,
    pushed: and(...pushed),
    residual: and(...residual),
    window: capabilities.timeFilter ? widened(asked, capabilities.grainUs) : asked,
    direction: query.direction,
    pageSize: pageSize(
      query,
      residual.length === 0 && (capabilities.timeFilter || time.length === 0),
      capabilities,
      by,
    ),
    pushedDown: union(capabilities.timeFilter ? time : [], paths(pushed)),
    filteredHere: union(time, paths(residual)),
  };
}

function split(where: FilterExpr, stream: Stream, { rules, unsaid = [] }: Divider) {
  const words: Record<string, Json> = {};
  const pushed: FilterExpr[] = [];
  const residual: FilterExpr[] = [];
  for (const part of conjuncts(where)) {
    const said = part.kind === 'is' ? saying(part, stream, rules) : null;
    const isTaken = (slot: string) => unsaid.includes(slot) || Object.hasOwn(words, slot);
    if (said === null || Object.keys(said.words).some(isTaken)) {
      residual.push(part);
      continue;
    }
    Object.assign(words, said.words);
    pushed.push(part);
    if (said.mode === 'wider') residual.push(part);
  }
  return { words: words as Words, pushed, residual };
}

function saying(leaf: Is, stream: Stream, rules: RedactionRules) {
  const { filters, negation } = stream.capabilities;
  const mode = filters[leaf.field]?.[leaf.test.op];
  if (mode === undefined || (leaf.negated && (!negation || mode === 'wider'))) return null;
  if (('ignoreCase' in leaf.test && leaf.test.ignoreCase) || mayMeetMark(leaf.test)) return null;
  const words = stream.words(leaf);
  if (words && JSON.stringify(words).length > LONGEST_WORDS) return null;
  return words && !isChanged(words, rules) && !isChanged(leaf.test as unknown as Json, rules) ? { words, mode } : null;
}

/** Events are tested after redaction: the vendor is not asked for what redaction would have changed, by value or by name. */
function isChanged(asked: Json, rules: RedactionRules): boolean {
  return JSON.stringify(redact(asked, rules)) !== JSON.stringify(asked);
}

/** Whether a part of `[REDACTED]`, which no vendor holds, may be what the test finds. */
function mayMeetMark(test: Test): boolean {
  switch (test.op) {
    case 'eq':
      return test.value.includes(REDACTED);
    case 'in':
      return test.values.some((value) => value.includes(REDACTED));
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return touchesMark(test.value);
    case 'matches':
      return (literalOf(test.pattern) ?? []).some((piece) => piece.kind === 'literal' && touchesMark(piece.text));
    default:
      return false;
  }
}
function touchesMark(text: string): boolean {
  return /[[\]]/.test(text) || REDACTED.includes(text);
}

/**
 * The question's window, cut to the cursor's tick. Without a bound of its own it ends a day past now, for clocks differ,
 * at a full minute, so that all who ask within it ask the same.
 */
function askedWindow(query: EventQuery, { grainUs }: Capabilities): TimeWindow {
  const until = query.window.until === LATEST ? ceilTo(plus(query.now, DAY), MINUTE) : query.window.until;
  const window = { from: Math.max(query.window.from, 0) as Instant, until };
  if (!query.after) return window;
  const tick = floorTo(query.after.occurredAt, grainUs);
  const rest =
    query.direction === 'ASC' ? { from: tick, until: LATEST } : { from: 0 as Instant, until: plus(tick, grainUs) };
  return intersect(window, rest);
}

function widened(window: TimeWindow, grainUs: number): TimeWindow {
  const from = Math.max(0, floorTo(window.from, grainUs) - grainUs) as Instant;
  return { from, until: plus(ceilTo(window.until, grainUs), grainUs) };
}

function ceilTo(at: Instant, grainUs: number): Instant {
  return floorTo(plus(at, grainUs - 1), grainUs);
}

/** The smallest page that suffices: one more record than asked, unless records may be kept back here. */
function pageSize(query: EventQuery, isWhole: boolean, capabilities: Capabilities, by: Divider): number {
  const largest = Math.min(capabilities.maxPageSize, by.pageSize ?? capabilities.maxPageSize);
  const enough = query.take + 1 + (query.after ? TIES_EXPECTED : 0);
  return Math.max(1, Math.min(largest, isWhole ? enough : Math.max(enough, capabilities.pageSize)));
}

function paths(parts: readonly FilterExpr[]): readonly string[] {
  return parts.flatMap(leaves).map(filterPath);
}

function union(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}

import type { Slice, Span } from './slice-answer.ts';

/**
 * What is known while the first records after a place are hunted for: at `at` there is one, so that they lie at least
 * `near` and at most the whole way before it; and about a page of them lies within `pageMs`.
 */
export interface Hunt {
  readonly at: number;
  readonly near: number;
  readonly pageMs: number;
}

/** How much of a limit a slice should hold: all of it would be one too many. */
const FILL = 0.6;
const WIDEN = 4;

/** Where a slice should end whose answer, asked up to `to`, was full. Always before `to`. */
export function endAfterFull(slice: Slice, order: Span | null, hunt: Hunt | null): { end: number; hunt: Hunt | null } {
  const { from, to } = slice;
  if (order === null || order.oldest < from) return { end: from + Math.floor((to - from) / 2), hunt: null };
  const pageMs = Math.max(1, order.newest - order.oldest);
  const known = hunt
    ? { at: hunt.at, near: Math.max(1, hunt.at - order.oldest), pageMs }
    : { at: order.oldest, near: pageMs, pageMs };
  const guessed = hunt === null && from > 0 ? from + Math.floor(pageMs * FILL) : endOf(from, known);
  return { end: Math.min(Math.max(guessed, from), to - 1), hunt: known };
}

/** After an empty slice: on with the hunt, or without one a wider slice. */
export function endAfterEmpty(slice: Slice, hunt: Hunt | null): { end: number; hunt: Hunt | null } {
  const from = slice.to + 1;
  if (hunt === null) return { end: from + (from - slice.from) * WIDEN, hunt };
  const over = isOver(from, hunt);
  return { end: endOf(from, hunt), hunt: over ? null : hunt };
}

/** After a slice with some rows: as wide as that many rows make a good fill. */
export function endAfterSome(slice: Slice, rows: number, limit: number): number {
  const width = slice.to + 1 - slice.from;
  const factor = Math.min(Math.max((limit * FILL) / rows, 1 / WIDEN), WIDEN);
  return slice.to + Math.max(1, Math.floor(width * factor));
}

/**
 * Between the two ends of where the first records may lie, in the middle as orders of magnitude go: a window that begins
 * in 1970 and a log of the last weeks meet in few steps.
 */
function endOf(from: number, hunt: Hunt): number {
  if (isOver(from, hunt)) return from + Math.floor(hunt.pageMs * FILL);
  return Math.floor(hunt.at - Math.sqrt(hunt.near * (hunt.at - from)));
}

function isOver(from: number, { at, near, pageMs }: Hunt): boolean {
  return at - from - near <= pageMs;
}

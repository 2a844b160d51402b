import { and, conjuncts, type FilterExpr, type Is } from './filter.ts';
import { EARLIEST, LATEST } from './instant.ts';
import { ALL_TIME, intersect, isEmpty, type TimeWindow } from './position.ts';

/** What is asked, its time apart from all else. */
export interface Timed {
  readonly where: FilterExpr;
  readonly window: TimeWindow;
}

/**
 * A filter in two: the bounds of time that must hold whatever else does become the window, and the filter holds them no longer.
 * Times that only one part of an `or` asks for stay in the filter; the window is then the smallest that holds all of its parts.
 */
export function splitWindow(filter: FilterExpr): Timed {
  const parts = conjuncts(filter);
  return {
    where: and(...parts.filter((part) => bounds(part) === null)),
    window: parts.map(windowOf).reduce(intersect, ALL_TIME),
  };
}

const NO_TIME: TimeWindow = { from: LATEST, until: EARLIEST };

/** A window that holds every event that can pass. */
function windowOf(where: FilterExpr): TimeWindow {
  switch (where.kind) {
    case 'and':
      return where.all.map(windowOf).reduce(intersect, ALL_TIME);
    case 'or':
      return where.any.map(windowOf).reduce(hull, NO_TIME);
    case 'is':
      return bounds(where) ?? ALL_TIME;
  }
}

/** The window that a condition says and nothing besides; null: it is no window. */
function bounds(part: FilterExpr): TimeWindow | null {
  if (part.kind !== 'is' || part.test.op !== 'during') return null;
  const { from, until } = part.test;
  if (!part.negated) return { from: from ?? EARLIEST, until: until ?? LATEST };
  return outside(part);
}

/** Every event has a time, so what is not before a moment is from then on. */
function outside({ test }: Is): TimeWindow | null {
  if (test.op !== 'during' || (test.from !== null && test.until !== null)) return null;
  if (test.from === null && test.until === null) return NO_TIME;
  return { from: test.until ?? EARLIEST, until: test.from ?? LATEST };
}

function hull(a: TimeWindow, b: TimeWindow): TimeWindow {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) ? b : a;
  return { from: a.from < b.from ? a.from : b.from, until: a.until > b.until ? a.until : b.until };
}

import type { FilterExpr } from '../../domain/filter.ts';
import { EARLIEST, LATEST } from '../../domain/instant.ts';
import { intersect, isEmpty, type TimeWindow } from '../../domain/position.ts';

export const ALL_TIME: TimeWindow = { from: EARLIEST, until: LATEST };
const NO_TIME: TimeWindow = { from: LATEST, until: EARLIEST };

/** A window that holds every event that can pass the filter; the smallest one that its bounds of time tell. */
export function windowOf(where: FilterExpr): TimeWindow {
  switch (where.kind) {
    case 'and':
      return where.all.map(windowOf).reduce(intersect, ALL_TIME);
    case 'or':
      return where.any.map(windowOf).reduce(hull, NO_TIME);
    case 'is':
      return where.test.op === 'during' && !where.negated
        ? { from: where.test.from ?? EARLIEST, until: where.test.until ?? LATEST }
        : ALL_TIME;
  }
}

function hull(a: TimeWindow, b: TimeWindow): TimeWindow {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) ? b : a;
  return { from: a.from < b.from ? a.from : b.from, until: a.until > b.until ? a.until : b.until };
}

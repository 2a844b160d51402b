import type { Direction } from '../../../../domain/order.ts';
import type { Exchange, RecordPage } from '../../../adapter.ts';
import { askSlice, type SliceWalk } from './ask-slice.ts';
import { type Slice, type SliceAnswer, whole } from './slice-answer.ts';

const FIRST_WIDTH_MS = 7 * 24 * 3600 * 1000;
const WIDEN = 4;

/**
 * For whom rows are picked out after the limit was applied, so that a short answer, even an empty one, proves nothing.
 * Every slice is asked for with the largest limit there is, which makes its answer whole; slices grow while they hold
 * less than a page.
 */
export function wholeSlices(walk: SliceWalk, window: Slice, direction: Direction): Exchange<RecordPage> | null {
  return next(window, FIRST_WIDTH_MS);

  function next(rest: Slice, widthMs: number): Exchange<RecordPage> | null {
    if (rest.from > rest.to) return null;
    const { slice, left } = cut(rest, widthMs, direction);
    return askSlice(walk, slice, walk.maxLimit, (answer) => ({
      result: whole(answer, slice, direction === 'DESC' ? slice.from : slice.to + 1),
      next: next(left, nextWidth(answer, widthMs, walk.limit)),
    }));
  }
}

function cut({ from, to }: Slice, widthMs: number, direction: Direction): { slice: Slice; left: Slice } {
  if (direction === 'DESC') {
    const start = Math.max(from, to - widthMs + 1);
    return { slice: { from: start, to }, left: { from, to: start - 1 } };
  }
  const end = Math.min(to, from + widthMs - 1);
  return { slice: { from, to: end }, left: { from: end + 1, to } };
}

function nextWidth({ rows }: SliceAnswer, widthMs: number, enough: number): number {
  if (rows.length <= enough) return widthMs * WIDEN;
  return rows.length > enough * WIDEN ? Math.max(1, Math.floor(widthMs / WIDEN)) : widthMs;
}

import type { Exchange, RecordPage, Step } from '../../../adapter.ts';
import { askSlice, type SliceWalk } from './ask-slice.ts';
import { largerLimit } from './newest-first.ts';
import { nothing, type Slice, type SliceAnswer, type Span, whole } from './slice-answer.ts';
import { endAfterEmpty, endAfterFull, endAfterSome, type Hunt } from './slice-width.ts';

/**
 * Walks up through slices of time, oldest first, though the vendor only gives the newest of what it is asked for. The
 * whole window is asked first: if it does not fill an answer, that is all. Else slices from its start, as wide as what
 * was seen so far makes likely to hold about a page; a slice that fills an answer is narrowed and asked again.
 */
export function oldestFirst(walk: SliceWalk, window: Slice): Exchange<RecordPage> {
  return sliceOf(walk, { window, from: window.from, to: window.to, hunt: null }, walk.limit);
}

interface Place {
  readonly window: Slice;
  /** The slice that is asked for; all before `from` has been given. */
  readonly from: number;
  readonly to: number;
  readonly hunt: Hunt | null;
}

function sliceOf(walk: SliceWalk, place: Place, limit: number): Exchange<RecordPage> {
  const slice = { from: place.from, to: place.to };
  return askSlice(walk, slice, limit, (answer) => {
    if (answer.full) return narrowed(walk, answer.full.order, place, limit);
    return { result: whole(answer, slice, place.to + 1), next: following(walk, answer, place) };
  });
}

function narrowed(walk: SliceWalk, order: Span | null, place: Place, limit: number): Step<RecordPage> {
  const { from, to } = place;
  const result = nothing(from);
  if (from === to) return { result, next: sliceOf(walk, place, largerLimit(walk, limit, from)) };
  const { end, hunt } = endAfterFull({ from, to }, order, place.hunt);
  return { result, next: sliceOf(walk, { ...place, to: end, hunt }, walk.limit) };
}

function following(walk: SliceWalk, answer: SliceAnswer, place: Place): Exchange<RecordPage> | null {
  const { window, hunt } = place;
  if (place.to >= window.to) return null;
  const from = place.to + 1;
  const next =
    answer.rows.length === 0
      ? endAfterEmpty(place, hunt)
      : { end: endAfterSome(place, answer.rows.length, walk.limit), hunt: null };
  const to = Math.min(Math.max(next.end, from), window.to);
  return sliceOf(walk, { window, from, to, hunt: next.hunt }, walk.limit);
}

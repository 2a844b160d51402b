import type { Exchange, RecordPage, Step } from '../adapter.ts';
import { type Answer, nothing, raised, type Span, whole } from './answer.ts';
import type { Limits } from './newest-first.ts';
import type { Ask } from './request.ts';
import type { Slice } from './slice.ts';
import { endAfterEmpty, endAfterFull, endAfterSome, type Hunt } from './slice-width.ts';

/**
 * Walks up through slices of time, oldest first, though the vendor only gives the newest of what it is asked for. The
 * whole window is asked first: if it does not fill an answer, that is all. Else slices from its start, as wide as what
 * was seen so far makes likely to hold about a page; a slice that fills an answer is narrowed and asked again.
 */
export function oldestFirst(ask: Ask, window: Slice, limits: Limits): Exchange<RecordPage> {
  return sliceOf(ask, { window, from: window.from, to: window.to, hunt: null }, limits, limits.limit);
}

interface Place {
  readonly window: Slice;
  /** The slice that is asked for; all before `from` has been given. */
  readonly from: number;
  readonly to: number;
  readonly hunt: Hunt | null;
}

function sliceOf(ask: Ask, place: Place, limits: Limits, limit: number): Exchange<RecordPage> {
  const slice = { from: place.from, to: place.to };
  return ask(slice, limit, (answer) => {
    if (answer.full) return narrowed(answer.full.order, ask, place, limits, limit);
    return { result: whole(answer, slice, place.to + 1), next: following(answer, ask, place, limits) };
  });
}

function narrowed(order: Span | null, ask: Ask, place: Place, limits: Limits, limit: number): Step<RecordPage> {
  const { from, to } = place;
  const result = nothing(from);
  if (from === to) return { result, next: sliceOf(ask, place, limits, raised(limit, from, limits.maxLimit)) };
  const { end, hunt } = endAfterFull({ from, to }, order, place.hunt);
  return { result, next: sliceOf(ask, { ...place, to: end, hunt }, limits, limits.limit) };
}

function following(answer: Answer, ask: Ask, place: Place, limits: Limits): Exchange<RecordPage> | null {
  const { window, hunt } = place;
  if (place.to >= window.to) return null;
  const from = place.to + 1;
  const next =
    answer.rows.length === 0
      ? endAfterEmpty(place, hunt)
      : { end: endAfterSome(place, answer.rows.length, limits.limit), hunt: null };
  const to = Math.min(Math.max(next.end, from), window.to);
  return sliceOf(ask, { window, from, to, hunt: next.hunt }, limits, limits.limit);
}

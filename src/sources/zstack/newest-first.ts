import type { Exchange, RecordPage, Step } from '../adapter.ts';
import { type Answer, nothing, raised, whole } from './answer.ts';
import type { Ask } from './request.ts';
import type { Slice } from './slice.ts';

export interface Limits {
  /** How many audits to ask for. */
  readonly limit: number;
  /** How many at most, for one millisecond that holds more. */
  readonly maxLimit: number;
}

/**
 * Walks down through slices of time, newest first. A full answer in order is whole down to its last but one millisecond,
 * and the next slice ends there; one out of order may lack anything, so its slice is cut in two. A millisecond that
 * fills an answer by itself is asked again with a larger limit.
 */
export function newestFirst(ask: Ask, slices: readonly Slice[], limits: Limits): Exchange<RecordPage> | null {
  const [slice, ...older] = slices;
  return slice ? askFor(ask, slice, older, limits, limits.limit) : null;
}

function askFor(ask: Ask, slice: Slice, older: readonly Slice[], limits: Limits, limit: number): Exchange<RecordPage> {
  return ask(slice, limit, (answer) => step(answer, ask, slice, older, limits, limit));
}

function step(
  answer: Answer,
  ask: Ask,
  slice: Slice,
  older: readonly Slice[],
  limits: Limits,
  limit: number,
): Step<RecordPage> {
  const { from, to } = slice;
  const goOn = (slices: readonly Slice[]) => newestFirst(ask, [...slices, ...older], limits);
  const again = (tick: Slice, rest: readonly Slice[]): Step<RecordPage> => ({
    result: nothing(to + 1),
    next: askFor(ask, tick, [...rest, ...older], limits, raised(limit, tick.to, limits.maxLimit)),
  });

  if (answer.full === null) return { result: whole(answer, slice, from), next: goOn([]) };
  if (from === to) return again(slice, []);
  const { order } = answer.full;
  if (order === null) {
    const middle = from + Math.floor((to - from) / 2);
    return {
      result: nothing(to + 1),
      next: goOn([
        { from: middle + 1, to },
        { from, to: middle },
      ]),
    };
  }
  if (order.oldest < from) return { result: whole(answer, slice, from), next: goOn([]) };
  if (order.oldest === to) return again({ from: to, to }, [{ from, to: to - 1 }]);
  const complete = { from: order.oldest + 1, to };
  return { result: whole(answer, complete, complete.from), next: goOn([{ from, to: order.oldest }]) };
}

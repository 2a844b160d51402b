import type { Exchange, RecordPage, Step } from '../../../adapter.ts';
import { raised } from '../ask.ts';
import { askSlice, type SliceWalk } from './ask-slice.ts';
import { nothing, type Slice, type SliceAnswer, whole } from './slice-answer.ts';

/**
 * Walks down through slices of time, newest first. A full answer in order is whole down to its last but one millisecond,
 * and the next slice ends there; one out of order may lack anything, so its slice is cut in two. A millisecond that
 * fills an answer by itself is asked again with a larger limit.
 */
export function newestFirst(walk: SliceWalk, window: Slice): Exchange<RecordPage> {
  return askFor(walk, window, [], walk.limit);
}

function next(walk: SliceWalk, slices: readonly Slice[]): Exchange<RecordPage> | null {
  const [slice, ...older] = slices;
  return slice ? askFor(walk, slice, older, walk.limit) : null;
}

function askFor(walk: SliceWalk, slice: Slice, older: readonly Slice[], limit: number): Exchange<RecordPage> {
  return askSlice(walk, slice, limit, (answer) => step(walk, answer, slice, older, limit));
}

function step(
  walk: SliceWalk,
  answer: SliceAnswer,
  slice: Slice,
  older: readonly Slice[],
  limit: number,
): Step<RecordPage> {
  const { from, to } = slice;
  const goOn = (slices: readonly Slice[]) => next(walk, [...slices, ...older]);
  const again = (tick: Slice, rest: readonly Slice[]): Step<RecordPage> => ({
    result: nothing(to + 1),
    next: askFor(walk, tick, [...rest, ...older], largerLimit(walk, limit, tick.to)),
  });

  if (answer.full === null) return { result: whole(answer, slice, from), next: goOn([]) };
  if (from === to) return again(slice, []);
  const { order } = answer.full;
  if (order === null) {
    const middle = from + Math.floor((to - from) / 2);
    const halves = [
      { from: middle + 1, to },
      { from, to: middle },
    ];
    return { result: nothing(to + 1), next: goOn(halves) };
  }
  if (order.oldest < from) return { result: whole(answer, slice, from), next: goOn([]) };
  if (order.oldest === to) return again({ from: to, to }, [{ from, to: to - 1 }]);
  const complete = { from: order.oldest + 1, to };
  return { result: whole(answer, complete, complete.from), next: goOn([{ from, to: order.oldest }]) };
}

/** The next limit for a millisecond that holds more records than were asked for. */
export function largerLimit({ maxLimit, called }: SliceWalk, limit: number, atMs: number): number {
  const moment = new Date(atMs).toISOString();
  const expected = `expected fewer than ${limit} ${called} of the millisecond ${moment}, but got as many`;
  return raised(limit, { times: 10, most: maxLimit }, expected);
}

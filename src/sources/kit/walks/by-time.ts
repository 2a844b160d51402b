import type { Instant } from '../../../domain/instant.ts';
import type { Json } from '../../../domain/json.ts';
import type { Direction } from '../../../domain/order.ts';
import type { TimeWindow } from '../../../domain/position.ts';
import type { Exchange, RecordPage } from '../../adapter.ts';
import { type Ask, inOrder } from './ask.ts';
import { type Clock, doneAtHead, isBefore, lastTick, rowOf, type TickedRow } from './rows.ts';

export interface TimePlace {
  readonly window: TimeWindow;
  /** Everything before this tick, in reading order, has been given; null: nothing yet. */
  readonly given: Instant | null;
  readonly limit: number;
}

export interface TimeWalk<Answer extends { readonly records: readonly Json[] }> extends Clock {
  readonly direction: Direction;
  readonly ask: Ask<TimePlace, Answer>;
  /** What is left of the window from a tick on, which belongs to it once more. */
  readonly windowFrom: (tick: Instant) => TimeWindow;
  /** How many records a page shall bring that are new, and how many it may hold. */
  readonly wanted: number;
  readonly largest: number;
  readonly isLast: (answer: Answer, place: TimePlace) => boolean;
  /** What to ask where a page that is not the last brings no later tick: one that fills a page, or no readable time at all. */
  readonly stuck: (place: TimePlace, answer: Answer) => Exchange<RecordPage> | null;
}

/**
 * Pages by time, never by page number: rows alike in time may change places between two calls, so a later page begins at the
 * last tick of the page before it and reads that tick whole, once more.
 */
export function byTime<Answer extends { readonly records: readonly Json[] }>(
  walk: TimeWalk<Answer>,
  place: TimePlace,
): Exchange<RecordPage> {
  return walk.ask(place, (answer) => {
    const rows = answer.records.map((record) => rowOf(record, walk));
    const done = place.given === null ? 0 : doneAtHead(rows, place.given, walk.direction);
    return inOrder(answer.records.slice(done), following(walk, place, rows, answer));
  });
}

function following<Answer extends { readonly records: readonly Json[] }>(
  walk: TimeWalk<Answer>,
  place: TimePlace,
  rows: readonly TickedRow[],
  answer: Answer,
): Exchange<RecordPage> | null {
  if (walk.isLast(answer, place)) return null;
  const last = lastTick(rows);
  const isLater = last !== null && (place.given === null || isBefore(place.given, last, walk.direction));
  if (!isLater) return walk.stuck(place, answer);
  const again = rows.filter(({ tick }) => tick === last).length;
  const limit = Math.min(walk.wanted + again, walk.largest);
  return byTime(walk, { window: walk.windowFrom(last), given: last, limit });
}

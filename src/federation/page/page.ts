import type { AuditEvent } from '../../domain/event.ts';
import type { Order } from '../../domain/order.ts';
import { boundary, compare, entrance, exit, furthest, type Position, placeOf } from '../../domain/position.ts';
import { asSourceError } from '../../lanes/as-source-error.ts';
import { untilEither } from '../../lanes/asker.ts';
import { LanePaused } from '../../lanes/lane.ts';
import { type LaneFailure, merge } from '../../lanes/merge.ts';
import { SourceError } from '../../lanes/source-error.ts';
import type { AskedPart } from '../ask/asked.ts';
import { type LaneOutcome, laneRecord } from './lane-outcome.ts';
import type { PlannedLane } from './plan.ts';

/** One page as read, before it is turned the way it was asked. */
export interface Page {
  readonly events: readonly AuditEvent[];
  /** Full: at least one more event lies inside. Paused: a lane stopped at `end` though more may lie inside. */
  readonly ending: 'exhausted' | 'full' | 'paused';
  /** Where the page begins and ends, in reading order. */
  readonly begin: Position;
  readonly end: Position;
  readonly lanes: readonly LaneOutcome[];
}

/** Made once: without a reason each abort would make an exception of its own, with all its stack. */
const ENOUGH = new Error('the page is read');

/**
 * Reads until the page is full, everything is read, or a lane pauses. A lane that fails, however, leaves its place behind
 * and the page goes on without it; the failure of an essential lane fails the page, as the end of who asks does.
 */
export async function readPage(lanes: readonly PlannedLane[], asked: AskedPart, outer: AbortSignal): Promise<Page> {
  const { size } = asked;
  const begin = asked.after ?? entrance(asked.window, asked);
  const bound = asked.until ?? exit(asked.window, asked);
  const records = lanes.map(laneRecord);
  const events: AuditEvent[] = [];
  const work = new AbortController();
  const signal = untilEither(outer, work.signal);
  let pausedAt: Position | null = null;
  let ending: Page['ending'] = 'exhausted';

  /** Ends the page. Nobody waits for the other lanes then, however long their sources would still take. */
  const over = (): false => {
    work.abort(ENOUGH);
    return false;
  };

  /** A pause is an end of the page only where it gets on; else what that lane holds is missing from it. */
  const failed = ({ lane, at, error }: LaneFailure): boolean => {
    const place = furthest(trusted(at, error, asked), begin, asked) ?? begin;
    if (error instanceof LanePaused && compare(place, begin, asked) > 0) {
      pausedAt = place;
      return over();
    }
    if (lanes[lane]?.lane.essential || outer.aborted) return over();
    records[lane]?.fail(place, error instanceof LanePaused ? error.problem : asSourceError(error).problem);
    return true;
  };

  const opened = lanes.map(({ lane, where, window }, index) => {
    const open = () => lane.open({ ...asked, where, window, take: size + 1 }, signal);
    return records[index]?.timed(open) ?? open();
  });
  try {
    for await (const item of merge(opened, asked, failed)) {
      if (item.kind === 'report' || item.kind === 'gap') {
        records[item.lane]?.hear(item);
        continue;
      }
      const isPast = compare(item.at, bound, asked) >= 0;
      if (!isPast && item.kind === 'event' && events.length < size) events.push(item.event);
      else if (isPast || item.kind === 'event') {
        if (!isPast) ending = 'full';
        over();
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof LanePaused)) throw error;
    ending = 'paused';
  } finally {
    work.abort(ENOUGH);
  }
  const newest = events.at(-1);
  const last = newest ? placeOf(newest, asked) : begin;
  const end = ending === 'exhausted' ? bound : ending === 'full' ? last : (pausedAt ?? last);
  return { events, ending, begin, end, lanes: records.map((record) => record.outcome()) };
}

/** How far a lane was whole, less what its failure throws doubt on: in an order that is not that of time, that may be anywhere. */
function trusted(at: Position | null, error: unknown, order: Order): Position | null {
  if (at === null || !(error instanceof SourceError) || error.doubtfulSince === null) return at;
  if (order.by) return null;
  const since = boundary(error.doubtfulSince);
  return compare(since, at, order) < 0 ? since : at;
}

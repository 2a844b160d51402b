import type { AuditEvent } from '../domain/event.ts';
import { next } from '../domain/instant.ts';
import { NEWEST_FIRST } from '../domain/order.ts';
import { compare, type Position, placeOf, type TimeWindow } from '../domain/position.ts';
import type { EventQuery } from '../domain/query.ts';
import { type Item, type Lane, LanePaused, type LaneSource } from './lane.ts';

/** As much as a source gives at once: all of it is needed. */
const PLENTY = 100_000;

/**
 * A lane that can be read by time alone, in any order: all that is asked is read and sorted before the first event is given. Where
 * reading pauses, the rest of the time asked for is a gap.
 */
export function sorted(open: LaneSource['open'], query: EventQuery, signal: AbortSignal): Lane {
  return query.by ? sortedByKey(open, query, signal) : open(query, signal);
}

async function* sortedByKey(open: LaneSource['open'], query: EventQuery, signal: AbortSignal): AsyncGenerator<Item> {
  const { window, after } = query;
  const events: { readonly at: Position; readonly event: AuditEvent }[] = [];
  let whole = window.until;
  try {
    for await (const item of open({ ...query, ...NEWEST_FIRST, by: null, after: null, take: PLENTY }, signal)) {
      if (item.kind === 'event') events.push({ at: placeOf(item.event, query), event: item.event });
      else if (item.kind !== 'mark') yield item;
      if (item.kind === 'mark') whole = item.at.occurredAt;
      if (item.kind === 'event') whole = next(item.at.occurredAt);
    }
  } catch (error) {
    if (!(error instanceof LanePaused)) throw error;
    const unread: TimeWindow = { from: window.from, until: whole };
    yield { kind: 'gap', window: unread, problem: error.problem };
  }
  const isAhead = ({ at }: { readonly at: Position }) => after === null || compare(at, after, query) > 0;
  for (const { at, event } of events.filter(isAhead).sort((a, b) => compare(a.at, b.at, query))) {
    yield { kind: 'event', at, event };
  }
}

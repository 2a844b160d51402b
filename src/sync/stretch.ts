import type { AuditEvent } from '../domain/event.ts';
import { LOWEST_ID } from '../domain/event-id.ts';
import { type Instant, next } from '../domain/instant.ts';
import type { Direction } from '../domain/order.ts';
import { intersect, type Position, type TimeWindow } from '../domain/position.ts';
import type { Item } from '../lanes/lane.ts';
import type { Problem } from '../lanes/source-error.ts';

/** What a lane has given since the last batch was stored. */
export interface Stretch {
  readonly events: readonly AuditEvent[];
  /** Where what is claimed already ends, in reading order: its gaps have been told with it. */
  readonly begun: Instant;
  /** Where all of the window up to here has been given, in reading order. */
  readonly whole: Instant;
  /** The place to go on from. */
  readonly at: Position | null;
  readonly withheld: readonly TimeWindow[];
  readonly problem: Problem | null;
}

export function emptyStretch(begun: Instant): Stretch {
  return { events: [], begun, whole: begun, at: null, withheld: [], problem: null };
}

/** What follows a stretch that is claimed up to here: gaps that lie ahead of that are still to be told. */
export function following({ whole, at, withheld }: Stretch, begun: Instant, direction: Direction): Stretch {
  const isAhead = ({ from, until }: TimeWindow) => (direction === 'ASC' ? until > begun : from < begun);
  return { events: [], begun, whole, at, withheld: withheld.filter(isAhead), problem: null };
}

/** The stretch with one item more; `events` is added to in place, for there are many. */
export function extended(stretch: Stretch, item: Exclude<Item, { kind: 'report' }>, direction: Direction): Stretch {
  switch (item.kind) {
    case 'event':
      (stretch.events as AuditEvent[]).push(item.event);
      return { ...stretch, whole: wholeAt(item.at, direction), at: item.at };
    case 'mark':
      return { ...stretch, whole: wholeAt(item.at, direction), at: item.at };
    case 'gap':
      return { ...stretch, withheld: [...stretch.withheld, item.window], problem: stretch.problem ?? item.problem };
  }
}

/** At an event's own moment more of them may follow; at a boundary there are none. */
function wholeAt({ occurredAt, id }: Position, direction: Direction): Instant {
  return direction === 'ASC' || id === LOWEST_ID ? occurredAt : next(occurredAt);
}

/** What of a window became whole by a stretch, when reading in this direction has come so far. */
export function newlyWhole(window: TimeWindow, begun: Instant, whole: Instant, direction: Direction): TimeWindow {
  return intersect(window, direction === 'ASC' ? { from: begun, until: whole } : { from: whole, until: begun });
}

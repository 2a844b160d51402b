import type { AuditEvent } from '../domain/event.ts';
import { LOWEST_ID } from '../domain/event-id.ts';
import { type Instant, next } from '../domain/instant.ts';
import type { Direction } from '../domain/order.ts';
import type { Position, TimeWindow } from '../domain/position.ts';
import type { Item } from '../lanes/lane.ts';
import type { Problem } from '../lanes/source-error.ts';

/** What a lane has given since the last batch was stored. */
export interface Stretch {
  readonly events: readonly AuditEvent[];
  /** Where all of the window up to here has been given, in reading order. */
  readonly whole: Instant;
  /** The place to go on from. */
  readonly at: Position | null;
  readonly withheld: readonly TimeWindow[];
  readonly problem: Problem | null;
}

export function emptyStretch(whole: Instant, at: Position | null): Stretch {
  return { events: [], whole, at, withheld: [], problem: null };
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

/** What of a window is whole when reading it in this direction has come so far. */
export function wholePart({ from, until }: TimeWindow, whole: Instant, direction: Direction): TimeWindow {
  return direction === 'ASC'
    ? { from, until: Math.max(from, Math.min(until, whole)) as Instant }
    : { from: Math.min(until, Math.max(from, whole)) as Instant, until };
}

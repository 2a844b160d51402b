import type { AuditEvent } from './event.ts';
import { type EventId, HIGHEST_ID, LOWEST_ID } from './event-id.ts';
import { EARLIEST, type Instant, LATEST } from './instant.ts';

/** A place in the one order of all events. */
export type Position = Pick<AuditEvent, 'occurredAt' | 'id'>;

/** ASC: oldest first. DESC: newest first. */
export type Direction = 'ASC' | 'DESC';

/** Half-open: `from` belongs to it, `until` does not; EARLIEST and LATEST are no bounds at all. */
export interface TimeWindow {
  readonly from: Instant;
  readonly until: Instant;
}

export const ALL_TIME: TimeWindow = { from: EARLIEST, until: LATEST };

export function place(occurredAt: Instant, id: EventId): Position {
  return { occurredAt, id };
}

/** Before every event of the moment `at` when read oldest first, past all of them when read newest first. */
export function boundary(at: Instant): Position {
  return place(at, LOWEST_ID);
}

/** Negative when `a` comes before `b` in this direction, 0 when they are one place. */
export function compare(a: Position, b: Position, direction: Direction): number {
  const ascending = a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return direction === 'ASC' ? ascending : -ascending;
}

/** The later of two places in this direction; null is before every place. */
export function furthest(a: Position | null, b: Position | null, direction: Direction): Position | null {
  if (a === null || b === null) return a ?? b;
  return compare(a, b, direction) >= 0 ? a : b;
}

export function opposite(direction: Direction): Direction {
  return direction === 'ASC' ? 'DESC' : 'ASC';
}

/** Where a window begins and ends for a reader in this direction, as places no event has. LATEST is no bound at all. */
export function entrance(window: TimeWindow, direction: Direction): Position {
  return edge(direction === 'ASC' ? window.from : window.until);
}
export function exit(window: TimeWindow, direction: Direction): Position {
  return edge(direction === 'ASC' ? window.until : window.from);
}
function edge(at: Instant): Position {
  return at === LATEST ? place(at, HIGHEST_ID) : boundary(at);
}

export function isBounded({ from, until }: TimeWindow): boolean {
  return from !== EARLIEST || until !== LATEST;
}
export function isEmpty(window: TimeWindow): boolean {
  return window.from >= window.until;
}
export function within(at: Instant, window: TimeWindow): boolean {
  return at >= window.from && (at < window.until || window.until === LATEST);
}
export function intersect(a: TimeWindow, b: TimeWindow): TimeWindow {
  return {
    from: Math.max(a.from, b.from) as Instant,
    until: Math.min(a.until, b.until) as Instant,
  };
}

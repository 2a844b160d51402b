import type { AuditEvent } from './event.ts';
import { type EventId, HIGHEST_ID, LOWEST_ID } from './event-id.ts';
import { EARLIEST, type Instant, LATEST } from './instant.ts';
import { compareValues, type Order, type SortValue, sortValue } from './order.ts';

/** A place in an order of all events. `value` is what the order's own key sorts by, where it has one. */
export interface Position extends Pick<AuditEvent, 'occurredAt' | 'id'> {
  readonly value?: SortValue | undefined;
}

/** Half-open: `from` belongs to it, `until` does not; EARLIEST and LATEST are no bounds at all. */
export interface TimeWindow {
  readonly from: Instant;
  readonly until: Instant;
}

export const ALL_TIME: TimeWindow = { from: EARLIEST, until: LATEST };

export function place(occurredAt: Instant, id: EventId): Position {
  return { occurredAt, id };
}

/** The place of an event. */
export function placeOf(event: AuditEvent, { by }: Order): Position {
  const { occurredAt, id } = event;
  return by ? { value: sortValue(event, by), occurredAt, id } : { occurredAt, id };
}

/** In the order of time: before every event of the moment `at` when read oldest first, past all of them when read newest first. */
export function boundary(at: Instant): Position {
  return place(at, LOWEST_ID);
}

/** The only comparison there is: negative when `a` comes before `b` in this order, 0 when they are one place. */
export function compare(a: Position, b: Position, { by, direction }: Order): number {
  const ascending =
    (by ? compareValues(a.value ?? null, b.value ?? null) : 0) ||
    a.occurredAt - b.occurredAt ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return direction === 'ASC' ? ascending : -ascending;
}

/** The later of two places in this order; null is before every place. */
export function furthest(a: Position | null, b: Position | null, order: Order): Position | null {
  if (a === null || b === null) return a ?? b;
  return compare(a, b, order) >= 0 ? a : b;
}

/**
 * Where a window begins and ends for a reader in this order, as places no event has. LATEST is no bound at all. In an order by a
 * key that is before and after all values, for what lies in a window may have any.
 */
export function entrance(window: TimeWindow, order: Order): Position {
  return order.direction === 'ASC' ? first(window, order) : last(window, order);
}
export function exit(window: TimeWindow, order: Order): Position {
  return order.direction === 'ASC' ? last(window, order) : first(window, order);
}
function first({ from }: TimeWindow, { by }: Order): Position {
  return by ? { value: Number.NEGATIVE_INFINITY, ...boundary(EARLIEST) } : edge(from);
}
function last({ until }: TimeWindow, { by }: Order): Position {
  return by ? { value: null, ...edge(LATEST) } : edge(until);
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

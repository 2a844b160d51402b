import { LOWEST_ID } from '../domain/event-id.ts';
import { floorTo, type Instant, LATEST, plus } from '../domain/instant.ts';
import type { Direction } from '../domain/order.ts';
import type { Position, TimeWindow } from '../domain/position.ts';

/**
 * The time between two places, in reading order, as a window that can be asked again: tight to the source's
 * tick at both ends, never too small.
 */
export function timeBetween(begin: Position, end: Position, direction: Direction, grainUs: number): TimeWindow {
  const [older, newer] = direction === 'ASC' ? [begin, end] : [end, begin];
  return { from: startOf(older, grainUs), until: endOf(newer, grainUs) };
}

/** A boundary is exact; an event's place stands for the whole tick it is in. */
function startOf(at: Position, grainUs: number): Instant {
  return at.id === LOWEST_ID ? at.occurredAt : floorTo(at.occurredAt, grainUs);
}
function endOf(at: Position, grainUs: number): Instant {
  if (at.id === LOWEST_ID || at.occurredAt === LATEST) return at.occurredAt;
  return plus(floorTo(at.occurredAt, grainUs), grainUs);
}

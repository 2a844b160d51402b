import type { AuditEvent } from '../../domain/event.ts';
import { floorTo, type Instant, MINUTE, plus } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import { LARGEST_COUNT } from './storable.ts';

export function countedTogether(a: number, b: number): number {
  return Math.min(a + b, LARGEST_COUNT);
}

/** Events with one id are one, which is counted: the first stays as it is. In the order of the first ones. */
export function folded<Event extends AuditEvent>(events: readonly Event[]): readonly Event[] {
  const byId = new Map<string, Event>();
  for (const event of events) {
    const first = byId.get(event.id);
    byId.set(event.id, first ? { ...first, count: countedTogether(first.count, event.count) } : event);
  }
  return [...byId.values()];
}

/** Where those lie that are alike to some of these: events fold within a clock minute. */
export function foldingWindow(events: readonly [AuditEvent, ...AuditEvent[]]): TimeWindow {
  const times = events.map(({ occurredAt }) => occurredAt);
  const [first, last] = [times.reduce((a, b) => (a < b ? a : b)), times.reduce((a, b) => (a > b ? a : b))];
  return { from: floorTo(first as Instant, MINUTE), until: plus(floorTo(last as Instant, MINUTE), MINUTE) };
}

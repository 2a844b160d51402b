import type { AuditEvent } from './event.ts';
import { compareCodePoints } from './text.ts';

/** ASC: oldest first. DESC: newest first. */
export type Direction = 'ASC' | 'DESC';

/**
 * In which order events come: by a key of their own, where `by` names one, then by time, then by id, all of them in one
 * direction. Without a key it is the order of time, which every source can be read in.
 */
export interface Order {
  readonly by?: SortKey | null | undefined;
  readonly direction: Direction;
}

export const OLDEST_FIRST: Order = { direction: 'ASC' };
export const NEWEST_FIRST: Order = { direction: 'DESC' };

/** What an event is sorted by: numbers or texts; null is absent, and an empty text is none. */
export type SortValue = number | string | null;

/** The one table of keys. */
export const SORT_VALUES = {
  endedAt: (event) => event.endedAt,
  durationMs: (event) => event.durationMs,
  action: (event) => event.action,
  recordType: (event) => event.recordType,
  outcome: (event) => event.outcome,
  'actor.name': (event) => event.actor?.name,
} as const satisfies Record<string, (event: AuditEvent) => SortValue | undefined>;

export type SortKey = keyof typeof SORT_VALUES;

export function sortValue(event: AuditEvent, key: SortKey): SortValue {
  const value = SORT_VALUES[key](event) ?? null;
  return value === '' ? null : value;
}

/** Numbers as numbers, texts by code point, what is absent last. */
export function compareValues(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return typeof a === 'number' ? -1 : 1;
}

export function opposite(direction: Direction): Direction {
  return direction === 'ASC' ? 'DESC' : 'ASC';
}

/** The order read from its other end. */
export function reversed({ by, direction }: Order): Order {
  return { by, direction: opposite(direction) };
}

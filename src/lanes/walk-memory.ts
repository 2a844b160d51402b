import type { AuditEvent } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';

/** So many events are remembered at least, and twice as many at most. */
export const LEAST_REMEMBERED = 20_000;

/** What a walk has read lately, in bounded space: the newest generation and the one before it. */
export interface WalkMemory {
  holds(event: AuditEvent): boolean;
  add(event: AuditEvent): void;
}

export function walkMemory(): WalkMemory {
  let newest = new Map<string, Instant>();
  let before: ReadonlyMap<string, Instant> = new Map();
  return {
    holds: ({ id, occurredAt }) => newest.get(id) === occurredAt || before.get(id) === occurredAt,
    add({ id, occurredAt }) {
      newest.set(id, occurredAt);
      if (newest.size < LEAST_REMEMBERED) return;
      before = newest;
      newest = new Map();
    },
  };
}

import type { AuditEvent } from '../domain/event.ts';
import type { Position } from '../domain/position.ts';

/** A stored event and its number in the order of arrival. */
export interface Arrival {
  readonly arrival: number;
  readonly event: AuditEvent;
}

/**
 * Stored events in the order in which they reached the store, whichever process stored them. Numbers rise with every
 * arrival and are never given again, though some are left out; whoever has read past a number has missed nothing before it.
 * Asking ends when the signal aborts, with its reason.
 */
export interface Arrivals {
  /**
   * The number of the newest arrival, pruned or not; 0 where there was none. It MUST never go down, and MUST NOT count what
   * cannot be read yet.
   */
  lastArrival(signal: AbortSignal): Promise<number>;
  /** The next so many past this number, in order. */
  arrivedAfter(arrival: number, limit: number, signal: AbortSignal): Promise<readonly Arrival[]>;
  /** The number of the event at this place; null where no such event is stored. */
  arrivalOf(at: Position, signal: AbortSignal): Promise<number | null>;
  /** `heard` is called soon after events arrive, in whatever process, and now and then for nothing. The result ends that. */
  onArrival(heard: () => void): () => void;
}

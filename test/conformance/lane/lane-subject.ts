import type { AuditEvent } from '../../../src/domain/event.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { LaneSource } from '../../../src/lanes/lane.ts';

/** A lane under test, and what is known of it otherwise. */
export interface LaneSubject {
  readonly lane: LaneSource;
  /** All its events, as it gives them; at least a hundred, some of one moment. In any order. */
  readonly truth: readonly AuditEvent[];
  readonly now: Instant;
  /** How many streams it reads: each costs a request. */
  readonly streams: number;
  /** The same lane when nothing answers behind it. */
  readonly broken: LaneSource;
}

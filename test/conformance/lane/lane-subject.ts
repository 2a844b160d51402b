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
  /** The same lane when its source gives the same page again and again; left out: its pages are its own. */
  readonly repeating?: LaneSource;
  /** The same lane when one record, that of this event, cannot be read; left out: it decodes nothing. */
  readonly choking?: { readonly lane: LaneSource; readonly on: AuditEvent };
}

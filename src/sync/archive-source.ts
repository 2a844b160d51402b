import type { SourceKey, SourceKind } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { ClockWatch } from '../lanes/clock-offset.ts';
import type { LaneSource } from '../lanes/lane.ts';

/** A source as those see it who copy it. */
export interface ArchiveSource {
  readonly key: SourceKey;
  readonly name: string;
  readonly kind: SourceKind;
  /** All of it, each page with the source's whole time to itself. */
  readonly lane: LaneSource;
  /** What its answers tell of its clock from now on; left out: nothing. */
  readonly watchClock?: () => ClockWatch;
  /** How often it is looked at. */
  readonly pollUs: number;
  /** How far back each look reads again, for events that appear late. */
  readonly latenessUs: number;
  /** What occurred before is not copied. */
  readonly beginsAt: (now: Instant) => Instant;
}

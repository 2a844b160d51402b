import type { AuditEvent } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { LaneReport } from './lane.ts';
import type { Problem, SourceError } from './source-error.ts';

/**
 * What a source has read, page by page, before its events have their final order. The entries of a page are gone through
 * once, only as far as they are needed. Those of a slice come in any order, unless `sorted` says that they come in that of
 * their ticks.
 */
export type Reading =
  | {
      readonly kind: 'page';
      readonly entries: Iterable<Entry>;
      readonly wholeUntil: Instant | null;
      readonly sorted?: boolean;
    }
  | { readonly kind: 'report'; readonly report: LaneReport }
  /** A request was refused, and something else will be asked in its place. */
  | { readonly kind: 'refused'; readonly error: SourceError };

/**
 * A record that became an event (`matched`: it passed the whole filter), or one that has no place in time: without a readable
 * one, or, as `problem` says then, not readable at all.
 */
export type Entry =
  | { readonly kind: 'event'; readonly event: AuditEvent; readonly matched: boolean }
  | { readonly kind: 'unplaced'; readonly problem?: Problem };

import type { AuditEvent } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { LaneReport } from './lane.ts';

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
  | { readonly kind: 'report'; readonly report: LaneReport };

/** A record that became an event (`matched`: it passed the whole filter), or one that has no place in time. */
export type Entry =
  | { readonly kind: 'event'; readonly event: AuditEvent; readonly matched: boolean }
  | { readonly kind: 'unplaced' };

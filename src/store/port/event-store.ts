import type { AuditSettings } from '../../domain/audit-settings.ts';
import type { AuditEvent, FieldChange } from '../../domain/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Position } from '../../domain/position.ts';
import type { EventQuery } from '../../domain/query.ts';
import type { Arrivals } from '../../lanes/arrivals.ts';
import type { LaneSource } from '../../lanes/lane.ts';
import { problem, SourceError } from '../../lanes/source-error.ts';
import type { ArchiveStore } from './archive-store.ts';
import type { DatabaseLanes } from './database-lanes.ts';

/**
 * The gateway's own store: one more lane, and the only one that can be written. Of all processes on one database only one
 * writes at a time: whatever is read before a write still holds when it is made.
 */
export interface EventStore extends LaneSource, Arrivals, ArchiveStore {
  /** As of every lane; here always a number, for what the database cannot count is read and tested. */
  count(query: EventQuery, signal: AbortSignal): Promise<number>;
  /** The stored events at these places, in their order; null for those that are not there. */
  at(places: readonly Position[], signal?: AbortSignal): Promise<readonly (AuditEvent | null)[]>;
  /**
   * Stores what the configuration lets through, all or none. An event whose id is stored already, or came earlier in the
   * batch, is counted in that one, which else stays as it is. Throws `IdempotencyConflict`, or an `InputError` for a
   * blank key and for events that the database cannot hold.
   */
  record(batch: RecordBatch, signal?: AbortSignal): Promise<RecordResult>;
  /** A new store is enabled, keeps everything, and is of revision 1. */
  config(signal?: AbortSignal): Promise<StoredConfig>;
  /**
   * Applies the patch and records the change as an event of its own (whatever the configuration says), both or neither, and
   * then prunes; with `dryRun` only says what would happen. A patch that changes nothing does none of it. Throws an `InputError`
   * for a value that cannot be, and `RevisionConflict` when `expectedRevision` is not the stored one.
   */
  changeConfig(change: ConfigChange, signal?: AbortSignal): Promise<ConfigChanged>;
  /**
   * Removes what the configuration no longer keeps, in small steps and by one process at a time, and forgets idempotency keys
   * of more than a day ago.
   */
  prune(now: Instant): Promise<{ readonly removed: number }>;
  /** What cursors are sealed with: made by whichever process asks first, the same for all on this database. */
  cursorKey(): Promise<Uint8Array>;
  /** Throws when the database cannot be reached or is not migrated. */
  ready(): Promise<void>;
  /** Who is waiting for the database. */
  readonly lanes: DatabaseLanes;
  /** How many events there are. */
  stored(): Promise<number>;
  close(): Promise<void>;
}

export interface RecordBatch {
  /** Redacted, with ids that are the same for events which fold into one another (see `recordedEvent`). */
  readonly events: readonly AuditEvent[];
  /** The same key with the same events, as they were given, gives the first answer again. */
  readonly idempotencyKey: string | null;
  readonly now: Instant;
}

export interface RecordResult {
  readonly recorded: number;
  readonly folded: number;
  /** Not stored because their type is disabled or auditing is off. */
  readonly skipped: number;
}

export interface StoredConfig extends AuditSettings {
  readonly revision: number;
  readonly updatedAt: Instant;
  readonly updatedBy: string | null;
}

export interface ConfigChange {
  readonly patch: Partial<AuditSettings>;
  readonly expectedRevision: number | null;
  readonly dryRun: boolean;
  readonly now: Instant;
  readonly by: string | null;
}

export interface ConfigChanged {
  /** What is stored now: with `dryRun`, what was stored before. */
  readonly config: StoredConfig;
  /** Paths are JSON pointers of the API's shape: `/system/enabled`, `/retention/period`, `/disabledTypes`. */
  readonly changes: readonly FieldChange[];
  /** Events that went, or would: the event of the change itself is there first, and counts. */
  readonly pruned: number;
}

export class RevisionConflict extends Error {
  readonly code = 'CONFLICT';

  constructor(expected: number, found: number) {
    super(`expectedRevision: expected the stored revision to be ${expected}, but it is ${found}`);
    this.name = 'RevisionConflict';
  }
}

/** The store's database failed; the message says no more than that, the cause is for the log. */
export class StoreFailed extends SourceError {
  constructor(code: 'UNREACHABLE' | 'UPSTREAM_ERROR' | 'TIMEOUT', found: string, cause: unknown) {
    super(problem(code, `expected the store to answer, but its database ${found}`), { cause });
    this.name = 'StoreFailed';
  }
}

/** An idempotency key that was used before for other events. */
export class IdempotencyConflict extends Error {
  readonly code = 'CONFLICT';

  constructor(key: string) {
    super(`idempotencyKey: expected the events that ${JSON.stringify(key)} first came with, but got others`);
    this.name = 'IdempotencyConflict';
  }
}

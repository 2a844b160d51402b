import type { AuditEvent, SourceKey, SourceKind } from '../../domain/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Position, TimeWindow } from '../../domain/position.ts';
import type { Problem } from '../../lanes/source-error.ts';
import type { SyncState } from '../../lanes/sync-state.ts';

/** What a sync asks of the store. Everything that is written is written under the lease of its source, or not at all. */
export interface ArchiveStore {
  readonly leases: Leases;
  /**
   * Makes these sources known, before anything of them is copied. Throws `SourceMoved` for one under whose name the store
   * holds events of another kind, and for a new one that is a stored one renamed.
   */
  openArchives(sources: readonly ArchiveIdentity[]): Promise<void>;
  /** How far each source is copied, those that are no longer configured included. */
  syncStates(signal?: AbortSignal): Promise<ReadonlyMap<SourceKey, SyncState>>;
  /** A run begins. */
  beginSync(source: SourceKey, lease: Lease): Promise<SyncBegun>;
  /** Stores a stretch of a source and what is whole by it, both or neither. Twice is once. */
  ingest(batch: IngestBatch): Promise<IngestResult>;
  /** What the database's clock reads: one for all processes on it. */
  now(): Promise<Instant>;
  /** The newest stored event of a source that is not dated past this moment: when it occurred, or was stored if that was before. */
  newestStored(source: SourceKey, until: Instant): Promise<Instant | null>;
  /** Claims no longer what was claimed falsely, and records it as an event of the gateway. */
  cutBack(cut: CutBack): Promise<void>;
  /** A run ends, well or not; what it failed of is recorded as an event of the gateway. */
  endSync(ended: SyncEnded): Promise<void>;
  /** Asks whoever holds the source's lease for a run from now on; the number to ask `syncAnswer` about. */
  askForSync(source: SourceKey, signal?: AbortSignal): Promise<number>;
  /** Whether somebody asked since the last run began. */
  isSyncAsked(source: SourceKey): Promise<boolean>;
  /** What became of it; null as long as no run that began since has ended. */
  syncAnswer(source: SourceKey, asking: number, signal?: AbortSignal): Promise<SyncAnswer | null>;
  /** `heard` is called soon after a sync was asked for or has ended, in any process, and now and then for nothing. */
  onSync(heard: () => void): () => void;
}

/** What makes a source itself, whatever it is called. */
export interface ArchiveIdentity {
  readonly key: SourceKey;
  readonly kind: SourceKind;
  /** Its address, and what else of its configuration tells it from another one there; no secret. */
  readonly place: string;
  /** Whether it is copied; others are only looked at. */
  readonly archived: boolean;
}

export interface SyncBegun {
  /** False: the configuration keeps everything out; nothing is to be copied. */
  readonly enabled: boolean;
  /** The newest asking that this run meets. */
  readonly asking: number;
}

export interface IngestBatch {
  readonly source: SourceKey;
  readonly lease: Lease;
  /** Each once. */
  readonly events: readonly AuditEvent[];
  /** Everything of these windows is stored by now. */
  readonly covered: readonly TimeWindow[];
  /** Of these it is not, whatever was said before. */
  readonly withheld: readonly TimeWindow[];
  /** The source is copied up to the present. */
  readonly upToDate: boolean;
  readonly now: Instant;
  /** When the run began to read, in milliseconds of the clock that never jumps: what it claims is remembered with it. */
  readonly beganMs?: number;
  /** The batch before: this one is made ready meanwhile, is written after it, and fails with it. */
  readonly after?: Promise<unknown>;
}

export interface IngestResult {
  readonly added: number;
  /** What the database cannot hold: all else of the batch is stored, and the moments of these count as withheld. */
  readonly refused: readonly RefusedRecord[];
}

export interface RefusedRecord extends Position {
  /** Why; the message names the record, and the place in it or the database's own words. */
  readonly problem: Problem;
}

export interface CutBack {
  readonly source: SourceKey;
  readonly lease: Lease;
  /** Nothing from here on counts as copied. */
  readonly from: Instant;
  readonly problem: Problem;
  readonly event: AuditEvent;
  readonly now: Instant;
}

export interface SyncEnded {
  readonly source: SourceKey;
  readonly lease: Lease;
  readonly asking: number;
  readonly added: number;
  /** What it failed of. */
  readonly failure: Problem | null;
  /** What a part of the source was withheld for, though the rest was read. */
  readonly withheld: Problem | null;
  /** Recorded with it, as far as the configuration lets it be. */
  readonly event: AuditEvent | null;
  readonly now: Instant;
}

export interface SyncAnswer {
  readonly added: number;
  readonly failure: Problem | null;
}

/** A configured source is not the one that the store holds under its name, or is one that it holds under another name. */
export class SourceMoved extends Error {
  readonly code = 'SOURCE_MOVED';
  readonly source: SourceKey;
  readonly member: 'id' | 'kind';

  constructor(source: SourceKey, member: SourceMoved['member'], expected: string) {
    super(expected);
    this.name = 'SourceMoved';
    this.source = source;
    this.member = member;
  }
}

/** The right to do some work alone, until it expires or is given back. */
export interface Lease {
  readonly name: string;
  /** Rises with every new holder. */
  readonly token: number;
}

/** The name of the lease under which a source is synced. */
export function syncLease(source: SourceKey): string {
  return `sync ${source}`;
}

/** Somebody else holds it now: what was to be written under it must not be. */
export class LeaseLost extends Error {
  readonly code = 'LEASE_LOST';

  constructor({ name }: Lease) {
    super(`${name}: expected to hold the lease, but another process took it over`);
    this.name = 'LeaseLost';
  }
}

/** Work that one process at a time does, whichever of those on the database. Time is the database's own. */
export interface Leases {
  /** Takes the lease for so long; or tells for how long its present holder may keep it without a word. */
  acquire(name: string, forMs: number): Promise<Lease | { readonly heldForMs: number }>;
  /** From now on for so long. Throws `LeaseLost`. */
  renew(lease: Lease, forMs: number): Promise<void>;
  /** Gives it back; nothing happens where it is lost already. */
  release(lease: Lease): Promise<void>;
}

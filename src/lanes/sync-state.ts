import type { SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { TimeWindow } from '../domain/position.ts';
import type { Problem } from './source-error.ts';

/** That a source was copied this far, by a run that began at a moment of its process's clock that never jumps. */
export interface Claim {
  readonly until: Instant;
  /** Milliseconds; they can be compared with those of claims under the same token alone. */
  readonly atMs: number;
  readonly token: number;
}

/** How far an ARCHIVE source has been copied into the store, as the store's database says. */
export interface SyncState {
  readonly source: SourceKey;
  /** All of these is in the store: oldest first, apart from each other; EARLIEST stands for no bound. */
  readonly covered: readonly TimeWindow[];
  /** How far runs claimed it to be whole, oldest first; the farther back, the fewer of them are remembered. */
  readonly claims: readonly Claim[];
  /** Retention has removed what occurred before, and nothing earlier is copied again; null: nothing was removed. */
  readonly keptFrom: Instant | null;
  readonly storedEvents: number;
  /** When a sync last ended well, and when one last failed. */
  readonly lastSuccessAt: Instant | null;
  readonly lastFailureAt: Instant | null;
  /** What the last sync failed of, or was refused a part by; null when it ended well. */
  readonly lastProblem: Problem | null;
  /** Whether some process is at it right now. */
  readonly running: boolean;
}

/** The end of the newest covered window; null before the first one. */
export function syncedThrough({ covered }: Pick<SyncState, 'covered'>): Instant | null {
  return covered.at(-1)?.until ?? null;
}

/** Of a source of which nothing was copied yet. */
export function neverSynced(source: SourceKey): SyncState {
  return {
    source,
    covered: [],
    claims: [],
    keptFrom: null,
    storedEvents: 0,
    lastSuccessAt: null,
    lastFailureAt: null,
    lastProblem: null,
    running: false,
  };
}

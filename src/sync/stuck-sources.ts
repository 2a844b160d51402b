import type { SourceKey } from '../domain/event.ts';
import type { Problem } from '../lanes/source-error.ts';
import type { SyncState } from '../lanes/sync-state.ts';
import { unexpected } from './unexpected.ts';

/** What this process knows of syncs that the store could not be told of. */
export interface StuckSources {
  note(source: SourceKey, error: unknown): void;
  forget(source: SourceKey): void;
  /** The states with what they do not tell. */
  over(states: ReadonlyMap<SourceKey, SyncState>): ReadonlyMap<SourceKey, SyncState>;
}

export function stuckSources(): StuckSources {
  const problems = new Map<SourceKey, Problem>();
  return {
    note: (source, error) => void problems.set(source, unexpected(error)),
    forget: (source) => void problems.delete(source),
    over: (states) => new Map([...states].map(([source, state]) => [source, told(state, problems.get(source))])),
  };
}

/** As if it had failed since its last success. */
function told(state: SyncState, lastProblem: Problem | undefined): SyncState {
  return lastProblem ? { ...state, lastProblem, lastFailureAt: state.lastSuccessAt ?? state.lastFailureAt } : state;
}

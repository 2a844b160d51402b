import { assuming, type FilterExpr, isNothing } from '../domain/filter.ts';
import type { Instant } from '../domain/instant.ts';
import type { TimeWindow } from '../domain/position.ts';
import { overlap } from '../domain/windows.ts';
import type { SyncState } from '../lanes/sync-state.ts';
import { archiveMissing, archiveProblem } from './archive-coverage.ts';
import type { ConnectedSource } from './connected-source.ts';
import type { Withheld } from './withheld.ts';

/** What the archives that can hold something of this question do not hold of it yet. */
export function archivesBehind(
  sources: readonly ConnectedSource[],
  states: readonly SyncState[],
  { where, window, now }: { readonly where: FilterExpr; readonly window: TimeWindow; readonly now: Instant },
): readonly Withheld[] {
  return sources.flatMap((source): readonly Withheld[] => {
    if (source.archive === null || !concerns(where, source)) return [];
    const state = states.find((each) => each.source === source.key) ?? unsynced(source);
    const missing = archiveMissing(state, source.archive, now).flatMap((each) => overlap(each, window) ?? []);
    return missing.length === 0
      ? []
      : [{ source: source.key, problem: archiveProblem(state, source.archive), missing }];
  });
}

/** Whether an event of this source can match. */
function concerns(where: FilterExpr, { key }: ConnectedSource): boolean {
  const known = assuming(where, ({ field, test, negated }) =>
    field === 'source' && test.op === 'in' ? test.values.includes(key) !== negated : undefined,
  );
  return !isNothing(known);
}

function unsynced({ key }: ConnectedSource): SyncState {
  return {
    source: key,
    covered: [],
    keptFrom: null,
    storedEvents: 0,
    lastSuccessAt: null,
    lastFailureAt: null,
    lastProblem: null,
    running: false,
  };
}

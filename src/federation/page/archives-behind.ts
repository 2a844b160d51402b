import type { SourceKey } from '../../domain/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import { overlap } from '../../domain/windows.ts';
import { neverSynced, type SyncState } from '../../lanes/sync-state.ts';
import type { ConnectedSource } from '../connected-source.ts';
import type { Withheld } from '../export/withheld.ts';
import { archiveMissing, archiveProblem } from './archive-coverage.ts';

/** What those of these sources that are archived do not hold yet of a window. */
export function archivesBehind(
  sources: readonly ConnectedSource[],
  states: ReadonlyMap<SourceKey, SyncState>,
  { window, now }: { readonly window: TimeWindow; readonly now: Instant },
): readonly Withheld[] {
  return sources.flatMap(({ key, archive }): readonly Withheld[] => {
    if (archive === null) return [];
    const state = states.get(key) ?? neverSynced(key);
    const missing = archiveMissing(state, archive, now).flatMap((each) => overlap(each, window) ?? []);
    return missing.length === 0 ? [] : [{ source: key, problem: archiveProblem(state, archive), missing }];
  });
}

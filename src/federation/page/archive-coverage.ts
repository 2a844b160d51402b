import type { SourceKey } from '../../domain/event.ts';
import { EARLIEST, formatRfc3339, type Instant, LATEST } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import { without } from '../../domain/windows.ts';
import { type Problem, problem } from '../../lanes/source-error.ts';
import { type SyncState, syncedThrough } from '../../lanes/sync-state.ts';

/** What the configuration says of an ARCHIVE source. */
export interface ArchiveRules {
  readonly pollUs: number;
  /** What occurred before is not copied. */
  readonly beginsAt: (now: Instant) => Instant;
}

/** A sync may be this many polls old before the archive counts as lagging. */
const PATIENCE = 2;

/**
 * What an archive should hold and does not yet, or not for sure; nothing past `syncedThrough` as long as its syncs are young.
 * What is claimed of the time to come is no claim.
 */
export function archiveMissing(state: SyncState, rules: ArchiveRules, now: Instant): readonly TimeWindow[] {
  const kept = { from: Math.max(rules.beginsAt(now), state.keptFrom ?? EARLIEST) as Instant, until: LATEST };
  const newest = state.covered.at(-1);
  if (newest && isFresh(state, rules, now)) return without([kept], [...state.covered, { ...newest, until: LATEST }]);
  return without([kept], without(state.covered, [{ from: now, until: LATEST }]));
}

/** Why something is missing from an archive: what its sync failed of, or that the sync has not got there. */
export function archiveProblem(state: SyncState, { pollUs }: ArchiveRules): Problem {
  if (state.lastProblem) return state.lastProblem;
  const through = syncedThrough(state);
  const found = through === null ? 'nothing yet' : `a copy that reaches ${formatRfc3339(through)}`;
  return problem(
    'TIMEOUT',
    `${state.source}: expected the store to hold all of it, synced every ${pollUs / 1e6} s, but it holds ${found}, or not all before`,
  );
}

/** A success in the time to come is as far from now as one long ago: some clock was wrong, and may have been then. */
function isFresh({ lastSuccessAt, lastFailureAt }: SyncState, { pollUs }: ArchiveRules, now: Instant): boolean {
  if (lastSuccessAt === null || (lastFailureAt !== null && lastFailureAt >= lastSuccessAt)) return false;
  return Math.abs(now - lastSuccessAt) < PATIENCE * pollUs;
}

/** How far these sources are copied; nothing is asked where none of them is. */
export async function statesOf(
  sources: readonly { readonly archive: ArchiveRules | null }[],
  ask: () => Promise<ReadonlyMap<SourceKey, SyncState>>,
): Promise<ReadonlyMap<SourceKey, SyncState>> {
  return sources.some(({ archive }) => archive !== null) ? ask() : new Map();
}

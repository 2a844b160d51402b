import { EARLIEST, formatRfc3339, type Instant, MILLISECOND, plus, SECOND } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { problem } from '../lanes/source-error.ts';
import { type SyncState, syncedThrough } from '../lanes/sync-state.ts';
import type { ArchiveStore, Lease } from '../store/port/archive-store.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { Moment } from './moment.ts';
import { syncEvent } from './sync-event.ts';
import { furthest, isPossible, type Judging, lastPossible, possible } from './trustworthy-now.ts';

interface CuttingParts {
  readonly source: ArchiveSource;
  readonly store: Pick<ArchiveStore, 'newestStored' | 'cutBack'>;
  readonly lease: Lease;
  readonly rules: RedactionRules;
  readonly elapsedMs: () => number;
}

/**
 * Takes back what is claimed and cannot be true, for some clock was ahead when it was claimed; whether anything was. `before`
 * is what was claimed when this run began to read.
 */
export async function cutFalseClaims(
  parts: CuttingParts,
  at: Moment,
  before: SyncState,
  state: SyncState,
): Promise<boolean> {
  const { source, store, lease, rules, elapsedMs } = parts;
  const through = syncedThrough(state);
  const judging: Judging = { clocks: at.clocks(), atMs: elapsedMs(), token: lease.token };
  if (through === null || isPossible(through, state.claims, judging)) return false;
  const latest = possible(judging.clocks, judging.atMs);
  const known = lastPossible(state.claims, judging)?.until ?? (await store.newestStored(source.key, latest));
  const from = Math.min(known ?? EARLIEST, plus(latest, -sinceLastRunUs(before, judging))) as Instant;
  const [claimed, kept, now] = [through, from, latest].map((each) => formatRfc3339(each as Instant));
  const message = `expected nothing to count as copied that had not occurred yet, but it was claimed up to ${claimed}, which cannot be by what the clocks say at ${now}: what follows ${kept} is read again`;
  const told = problem('INVALID_RESPONSE', message);
  const details = { claimedUntil: claimed ?? null, keptUntil: from === EARLIEST ? null : (kept ?? null) };
  const event = syncEvent(source, { action: 'cut back', problem: told, details }, at.now(), rules);
  await store.cutBack({ source: source.key, lease, from, problem: told, event, now: at.now() });
  return true;
}

/** What was written meanwhile may be dated so long before now: it may be the source's clock that was set back. */
function sinceLastRunUs(before: SyncState, { clocks, atMs, token }: Judging): number {
  const last = before.claims.at(-1);
  if (last?.token === token) return (atMs - last.atMs) * MILLISECOND + SECOND;
  return Math.max(0, furthest(clocks, atMs) - (syncedThrough(before) ?? EARLIEST)) + SECOND;
}

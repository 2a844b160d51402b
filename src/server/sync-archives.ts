import type { Logger } from 'pino';
import type { SourceKey } from '../domain/event.ts';
import { ALL_TIME } from '../domain/position.ts';
import { ANYONE } from '../domain/viewer.ts';
import { archivesBehind } from '../federation/page/archives-behind.ts';
import { type Problem, SourceError } from '../lanes/source-error.ts';
import type { SyncState } from '../lanes/sync-state.ts';
import { isBeyondTelling } from '../sync/is-beyond-telling.ts';
import type { StuckSources } from '../sync/stuck-sources.ts';
import { syncNow } from '../sync/sync-now.ts';
import { unexpected } from '../sync/unexpected.ts';
import type { GatewayConfig } from './config/gateway-config.ts';
import type { connect } from './connect.ts';
import { startSyncing } from './syncing.ts';

export type Connected = Awaited<ReturnType<typeof connect>>;

/** One source that was synced once. */
export interface SyncedArchive {
  readonly key: SourceKey;
  readonly added: number;
  /** Why the archive does not hold all of it by now; null: it does. */
  readonly problem: Problem | null;
}

/**
 * Has each of these archived sources synced once from now on, by this process or whichever keeps it, and waits for the end of
 * it. Throws the signal's reason, and what is no source's fault.
 */
export async function syncArchives(
  keys: readonly SourceKey[],
  { store, archives, gateway, stuck, now }: Connected,
  { redaction, sync }: Pick<GatewayConfig, 'redaction' | 'sync'>,
  log: Logger,
  signal: AbortSignal,
): Promise<readonly SyncedArchive[]> {
  const before = await store.syncStates();
  const refusals = refusalsOf(keys, stuck);
  const runs = Promise.all(
    keys.map((key) => problemOf((asked) => syncNow(store, key, asked), refusals.of(key), signal)),
  );
  const kept = archives.filter(({ key }) => keys.includes(key));
  const leaseMs = sync.leaseSeconds * 1_000;
  const syncing = startSyncing(kept, { store, rules: redaction, now, leaseMs, log, stuck: refusals.stuck });
  const problems = await runs.finally(syncing.stop);
  const after = await store.syncStates();
  const behind = archivesBehind(gateway.as(ANYONE).sources, after, { window: ALL_TIME, now: now() });
  return keys.map((key, index) => ({
    key,
    added: Math.max(0, storedOf(after, key) - storedOf(before, key)),
    problem: problems[index] ?? behind.find(({ source }) => source === key)?.problem ?? null,
  }));
}

function storedOf(states: ReadonlyMap<SourceKey, SyncState>, key: SourceKey): number {
  return states.get(key)?.storedEvents ?? 0;
}

/** Ends the waiting for a source whose run the store refuses to begin or to take down: nobody would ever answer. */
function refusalsOf(keys: readonly SourceKey[], stuck: StuckSources) {
  const refusals = new Map(keys.map((key) => [key, new AbortController()]));
  const note: StuckSources['note'] = (key, error) => {
    stuck.note(key, error);
    if (!isBeyondTelling(error)) refusals.get(key)?.abort(new SourceError(unexpected(error)));
  };
  const none = new AbortController().signal;
  return { stuck: { ...stuck, note }, of: (key: SourceKey) => refusals.get(key)?.signal ?? none };
}

async function problemOf(
  run: (signal: AbortSignal) => Promise<number>,
  refusal: AbortSignal,
  signal: AbortSignal,
): Promise<Problem | null> {
  try {
    await run(AbortSignal.any([signal, refusal]));
    return null;
  } catch (error) {
    const reason: unknown = refusal.aborted && !signal.aborted ? refusal.reason : error;
    if (reason instanceof SourceError) return reason.problem;
    throw reason;
  }
}

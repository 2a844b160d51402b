import { EARLIEST, type Instant, LATEST, plus } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import type { TimeWindow } from '../domain/position.ts';
import { ownEvent } from '../domain/recorded-event.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { without } from '../domain/windows.ts';
import type { Problem } from '../lanes/source-error.ts';
import { type SyncState, syncedThrough } from '../lanes/sync-state.ts';
import type { ArchiveStore } from '../store/archive-store.ts';
import type { ArchiveSource } from './archive-source.ts';
import { type Copied, type Copying, copy, type Walk } from './copy.ts';

export interface SyncParts extends Copying {
  readonly store: Pick<ArchiveStore, 'beginSync' | 'ingest' | 'endSync' | 'syncStates'>;
  readonly rules: RedactionRules;
}

export interface Synced {
  readonly added: number;
  readonly failure: Problem | null;
}

/**
 * One run of one source: first what is new, oldest first, from where the newest covered window ends, less the time in which
 * events may appear late; then, newest first, what is not covered yet. While the latter takes long, the former is done again
 * whenever a poll is due.
 */
export async function syncOnce(parts: SyncParts): Promise<Synced> {
  const { source, store, lease, now } = parts;
  const { enabled, asking } = await store.beginSync(source.key, lease);
  const run = enabled ? await copyAll(parts) : { added: 0, failure: null, withheld: null };
  const at = now();
  const event = failureEvent(source, run, at, parts.rules);
  await store.endSync({ source: source.key, lease, asking, ...run, event, now: at });
  return run;
}

interface Run extends Synced {
  readonly withheld: Problem | null;
}

async function copyAll(parts: SyncParts): Promise<Run> {
  const { source, now } = parts;
  let run: Run = { added: 0, failure: null, withheld: null };
  let tried: readonly TimeWindow[] = [];

  const copied = async (walk: Walk): Promise<Copied['ending']> => {
    const { added, ending, withheld } = await copy(parts, walk);
    const failure = typeof ending === 'object' ? ending.failure : null;
    run = { added: run.added + added, failure, withheld: run.withheld ?? withheld };
    return ending;
  };

  const catchUp = async (present: Instant): Promise<Copied['ending']> => {
    const state = await stateOf(parts);
    const through = syncedThrough(state);
    if (through === null) return 'through';
    const from = Math.max(beginning(state, source, present), plus(through, -source.latenessUs)) as Instant;
    return copied({ window: { from, until: LATEST }, direction: 'ASC', present, enough: () => false });
  };

  const backfill = async (present: Instant): Promise<Copied['ending']> => {
    const state = await stateOf(parts);
    const wanted = { from: beginning(state, source, present), until: syncedThrough(state) ?? LATEST };
    const due = plus(present, source.pollUs);
    for (const window of without([wanted], [...state.covered, ...tried]).toReversed()) {
      const ending = await copied({ window, direction: 'DESC', present, enough: () => now() >= due });
      if (ending !== 'through') return ending;
      tried = [...tried, window];
    }
    return 'through';
  };

  for (;;) {
    const present = now();
    if ((await catchUp(present)) !== 'through') return run;
    if ((await backfill(present)) !== 'enough') return run;
  }
}

async function stateOf({ source, store }: SyncParts): Promise<SyncState> {
  const state = (await store.syncStates()).get(source.key);
  if (!state) throw new Error(`${source.key}: expected an archive that was opened`);
  return state;
}

/** What occurred before is neither copied nor kept. */
function beginning({ keptFrom }: SyncState, source: ArchiveSource, now: Instant): Instant {
  return Math.max(source.beginsAt(now), keptFrom ?? EARLIEST) as Instant;
}

/** A run that failed, as an event of the gateway. */
function failureEvent({ key, name, kind }: ArchiveSource, { failure, added }: Run, at: Instant, rules: RedactionRules) {
  if (failure === null) return null;
  const { code, message, httpStatus, retryable } = failure;
  const target = { type: 'source', uid: key, name };
  const details: Json = { source: key, kind, code, httpStatus, retryable, added };
  const input = { recordType: 'gateway.sync', action: 'sync', outcome: 'FAILURE', message, target, details } as const;
  return ownEvent(input, at, rules);
}

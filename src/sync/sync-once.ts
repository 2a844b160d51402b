import { EARLIEST, type Instant, LATEST, MILLISECOND, plus } from '../domain/instant.ts';
import type { TimeWindow } from '../domain/position.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { without } from '../domain/windows.ts';
import type { ClockWatch } from '../lanes/clock-offset.ts';
import type { Problem } from '../lanes/source-error.ts';
import { type SyncState, syncedThrough } from '../lanes/sync-state.ts';
import type { ArchiveStore } from '../store/port/archive-store.ts';
import type { ArchiveSource } from './archive-source.ts';
import { type Copied, type Copying, copy, type Walk } from './copy.ts';
import { cutFalseClaims } from './false-claims.ts';
import { isBeyondTelling } from './is-beyond-telling.ts';
import { type Moment, moment } from './moment.ts';
import { type Left, NOTHING_LEFT, type RestingWindows } from './resting-windows.ts';
import { syncEvent } from './sync-event.ts';
import { clockProblem, isClockProblem, slackUs } from './trustworthy-now.ts';
import { unexpected } from './unexpected.ts';

export interface SyncParts extends Copying {
  readonly store: Pick<
    ArchiveStore,
    'beginSync' | 'ingest' | 'endSync' | 'syncStates' | 'now' | 'newestStored' | 'cutBack'
  >;
  readonly rules: RedactionRules;
  /** The process's clock, which can be set; and one that never jumps, in milliseconds. */
  readonly now: () => Instant;
  readonly elapsedMs?: () => number;
  /** What is known of windows that were withheld again and again; left out: each is asked for in every run. */
  readonly resting?: RestingWindows;
}

export interface Synced {
  readonly added: number;
  readonly failure: Problem | null;
  /** Asking again soon would likely end the same way: the next run may wait longer. */
  readonly isHopeless: boolean;
}

interface Run extends Synced {
  readonly withheld: Problem | null;
  /** The source's clock is far behind, and was not when the run before ended. */
  readonly news: Problem | null;
}

const NOTHING: Run = { added: 0, failure: null, isHopeless: false, withheld: null, news: null };
const BLIND: ClockWatch = { seen: () => null, close: () => {} };

/**
 * One run of one source: first what is new, oldest first, from where the newest covered window ends, less the time in which
 * events may appear late; then, newest first, what is not covered yet. While the latter takes long, the former is done again
 * whenever a poll is due. Whatever ends it is told; only a store that cannot be told is thrown.
 */
export async function syncOnce(given: SyncParts): Promise<Synced> {
  const parts = { elapsedMs: () => performance.now(), ...given };
  const { enabled, asking } = await parts.store.beginSync(parts.source.key, parts.lease);
  const clock = parts.source.watchClock?.() ?? BLIND;
  try {
    const left = parts.resting?.during(asking, parts.elapsedMs()) ?? NOTHING_LEFT;
    const run = enabled ? await copyAll(parts, clock, left) : NOTHING;
    await end(parts, asking, run, (await moment(parts, clock)).now());
    return { added: run.added, failure: run.failure, isHopeless: run.isHopeless };
  } finally {
    clock.close();
  }
}

type Parts = SyncParts & { readonly elapsedMs: () => number };

/** A store that refuses the event may still take down what it tells. */
async function end({ source, store, lease, rules, signal }: Parts, asking: number, run: Run, now: Instant) {
  const { added, failure, withheld } = run;
  const told = failure ?? run.news;
  const event = told && syncEvent(source, { action: 'sync', problem: told, details: { added } }, now, rules);
  const ended = { source: source.key, lease, asking, added, failure, withheld, now };
  try {
    await store.endSync({ ...ended, event });
  } catch (error) {
    if (event === null || signal.aborted || isBeyondTelling(error)) throw error;
    await store.endSync({ ...ended, event: null });
  }
}

async function copyAll(parts: Parts, clock: ClockWatch, left: Left): Promise<Run> {
  const { source, elapsedMs, resting } = parts;
  let run: Run = NOTHING;
  let tried: readonly TimeWindow[] = [];

  const copied = async (walk: Walk): Promise<Copied['ending']> => {
    const { added, ending, withheld } = await copy(parts, walk);
    const { failure, isUnexpected } = typeof ending === 'object' ? ending : { failure: null, isUnexpected: false };
    run = { ...run, added: run.added + added, failure, isHopeless: isUnexpected, withheld: run.withheld ?? withheld };
    return ending;
  };

  const catchUp = async (at: Moment): Promise<Copied['ending']> => {
    const state = await stateOf(parts);
    const through = syncedThrough(state);
    if (through === null) return 'through';
    const again = Math.max(source.latenessUs, overlapUs(state, at, parts));
    const from = Math.max(beginning(state, source, at.present()), plus(through, -again)) as Instant;
    const until = Math.max(at.furthest, through) as Instant;
    const walk = { direction: 'ASC', moment: at, until, enough: () => false } as const;
    for (const window of without([{ from, until: LATEST }], left.windows)) {
      const ending = await copied({ ...walk, window });
      if (ending !== 'through') return ending;
    }
    return 'through';
  };

  const backfill = async (at: Moment): Promise<Copied['ending']> => {
    const state = await stateOf(parts);
    const wanted = { from: beginning(state, source, at.present()), until: syncedThrough(state) ?? LATEST };
    const dueMs = at.atMs + source.pollUs / MILLISECOND;
    const walk = { direction: 'DESC', moment: at, until: at.furthest, enough: () => elapsedMs() >= dueMs } as const;
    for (const window of without([wanted], [...state.covered, ...tried, ...left.windows]).toReversed()) {
      const ending = await copied({ ...walk, window });
      if (ending !== 'through') return ending;
      tried = [...tried, window];
    }
    return 'through';
  };

  const allOf = async (): Promise<void> => {
    for (let hasCut = false; ; ) {
      const at = await moment(parts, clock);
      const before = await stateOf(parts);
      const ending = await catchUp(at);
      if (!hasCut && (await cutFalseClaims(parts, at, before, await stateOf(parts)))) {
        hasCut = true;
        if (ending === 'through') continue;
      }
      if (ending !== 'through') return;
      const rest = await backfill(at);
      const behind = clockProblem(at.clocks(), at.atMs);
      const news = isClockProblem(before.lastProblem) ? null : behind;
      run = {
        ...run,
        withheld: run.withheld ?? behind,
        news: run.news ?? news,
        isHopeless: run.isHopeless || behind !== null,
      };
      if (rest !== 'enough') return;
    }
  };

  /** What a run that came through leaves missing, it was not given. */
  const learn = async (): Promise<void> => {
    const state = await stateOf(parts);
    const wanted = { from: beginning(state, source, parts.now()), until: syncedThrough(state) ?? EARLIEST };
    resting?.learn(without([wanted], state.covered), left, run.withheld, source.pollUs, elapsedMs());
  };

  try {
    await allOf();
    if (run.failure === null) await learn();
    return { ...run, withheld: run.withheld ?? left.problem };
  } catch (error) {
    if (parts.signal.aborted || isBeyondTelling(error)) throw error;
    return { ...run, failure: unexpected(error), isHopeless: true };
  }
}

/** So much is read again at the least: by so much the claim may be off without having been noticed. */
function overlapUs({ claims }: SyncState, { atMs }: Moment, { lease }: Parts): number {
  const last = claims.at(-1);
  return slackUs(last?.token === lease.token ? atMs - last.atMs : 0);
}

async function stateOf({ source, store }: Pick<SyncParts, 'source' | 'store'>): Promise<SyncState> {
  const state = (await store.syncStates()).get(source.key);
  if (!state) throw new Error(`${source.key}: expected an archive that was opened`);
  return state;
}

/** What occurred before is neither copied nor kept. */
function beginning({ keptFrom }: SyncState, source: ArchiveSource, now: Instant): Instant {
  return Math.max(source.beginsAt(now), keptFrom ?? EARLIEST) as Instant;
}

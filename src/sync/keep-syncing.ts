import { type Instant, MILLISECOND } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { SourceError } from '../lanes/source-error.ts';
import { type ArchiveStore, type Lease, LeaseLost, syncLease } from '../store/port/archive-store.ts';
import { type Alarm, alarm } from './alarm.ts';
import type { ArchiveSource } from './archive-source.ts';
import { restingWindows } from './resting-windows.ts';
import { type Synced, syncOnce } from './sync-once.ts';

export interface KeepingParts {
  readonly store: ArchiveStore;
  readonly rules: RedactionRules;
  /** The process's clock, which can be set: nothing is waited for by it. */
  readonly now: () => Instant;
  /** For how long a process keeps a source without a word; after that another one takes over. */
  readonly leaseMs: number;
  /** Hears of every run that came to its end, and was written down. */
  readonly ran: (source: ArchiveSource, run: Synced) => void;
  /** Hears of what kept a source from being synced, and could not be written down. It is tried again. */
  readonly stuck: (source: ArchiveSource, error: unknown) => void;
  /** Hears of a lease that could not be renewed or given back; the run under it goes on as long as nobody takes it. */
  readonly shaky: (source: ArchiveSource, error: unknown) => void;
}

const RENEWALS = 3;
const AGAIN_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** The pause after so many runs in a row that asking again soon would not mend. */
export function pauseMs(inARow: number): number {
  return Math.min(LONGEST_PAUSE_MS, AGAIN_MS * 2 ** Math.max(0, inARow - 1));
}

/** Keeps one source synced until the signal aborts: as its only keeper, or ready to take over from the one there is. */
export async function keepSyncing(source: ArchiveSource, parts: KeepingParts, signal: AbortSignal): Promise<void> {
  const { store, leaseMs } = parts;
  const bell = alarm();
  const deaf = store.onSync(bell.ring);
  try {
    await againAndAgain(source, parts, signal, async () => {
      const lease = await store.leases.acquire(syncLease(source.key), leaseMs);
      if ('token' in lease) await hold(source, lease, parts, bell, signal);
      else await alarm().wait(lease.heldForMs, signal);
    });
  } finally {
    deaf();
  }
}

/**
 * Does it until the signal aborts, after a failure with a rest, which grows where it is not the store that is away: before
 * that is back nobody else is asked for anything. A lease that is lost ends whatever is done under it.
 */
async function againAndAgain(
  source: ArchiveSource,
  { stuck }: Pick<KeepingParts, 'stuck'>,
  signal: AbortSignal,
  work: () => Promise<void>,
  under?: Lease,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await work();
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (under && error instanceof LeaseLost) throw error;
      stuck(source, error);
      failures = isAway(error) ? 0 : failures + 1;
      await alarm().wait(pauseMs(failures), signal);
    }
  }
}

function isAway(error: unknown): boolean {
  return error instanceof SourceError && error.problem.code === 'UNREACHABLE';
}

/** Runs whenever a poll is due or somebody asks, as long as the lease is held: also through a while without a database. */
async function hold(source: ArchiveSource, lease: Lease, parts: KeepingParts, bell: Alarm, outer: AbortSignal) {
  const { store, leaseMs } = parts;
  const lost = new AbortController();
  const signal = AbortSignal.any([outer, lost.signal]);
  const renewal = setInterval(() => {
    store.leases.renew(lease, leaseMs).catch((error: unknown) => {
      if (error instanceof LeaseLost) lost.abort(error);
      else parts.shaky(source, error);
    });
  }, leaseMs / RENEWALS);
  const resting = restingWindows();
  let hopeless = 0;
  try {
    const run = async () => {
      const begunMs = performance.now();
      const ended = await syncOnce({ ...parts, source, lease, signal, resting });
      parts.ran(source, ended);
      hopeless = ended.isHopeless ? hopeless + 1 : 0;
      const dueMs = begunMs + source.pollUs / MILLISECOND;
      const againMs = ended.isHopeless ? performance.now() + pauseMs(hopeless) : dueMs;
      await rest(ended.failure ? againMs : Math.max(againMs, dueMs));
    };
    const rest = async (untilMs: number) => {
      while (!signal.aborted && performance.now() < untilMs && !(await store.isSyncAsked(source.key))) {
        await bell.wait(untilMs - performance.now(), signal);
      }
    };
    await againAndAgain(source, parts, signal, run, lease);
  } finally {
    clearInterval(renewal);
    await store.leases.release(lease).catch((error: unknown) => parts.shaky(source, error));
  }
  lost.signal.throwIfAborted();
}

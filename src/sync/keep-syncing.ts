import { type Instant, plus } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { type ArchiveStore, type Lease, LeaseLost, syncLease } from '../store/archive-store.ts';
import { type Alarm, alarm } from './alarm.ts';
import type { ArchiveSource } from './archive-source.ts';
import { type Synced, syncOnce } from './sync-once.ts';

export interface KeepingParts {
  readonly store: ArchiveStore;
  readonly rules: RedactionRules;
  readonly now: () => Instant;
  /** For how long a process keeps a source without a word; after that another one takes over. */
  readonly leaseMs: number;
  /** Hears of every run that came to its end. */
  readonly ran: (source: ArchiveSource, run: Synced) => void;
  /** Hears of what kept a source from being synced: the store did not answer, or the lease was lost. It is tried again. */
  readonly troubled: (source: ArchiveSource, error: unknown) => void;
}

const RENEWALS = 3;
const AGAIN_MS = 1_000;

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

/** Does it until the signal aborts, after a failure with a rest. A lease that is lost ends whatever is done under it. */
async function againAndAgain(
  source: ArchiveSource,
  { troubled }: Pick<KeepingParts, 'troubled'>,
  signal: AbortSignal,
  work: () => Promise<void>,
  under?: Lease,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      if (under && error instanceof LeaseLost) throw error;
      troubled(source, error);
      await alarm().wait(AGAIN_MS, signal);
    }
  }
}

/** Runs whenever a poll is due or somebody asks, as long as the lease is held: also through a while without a database. */
async function hold(source: ArchiveSource, lease: Lease, parts: KeepingParts, bell: Alarm, outer: AbortSignal) {
  const { store, now, leaseMs } = parts;
  const lost = new AbortController();
  const signal = AbortSignal.any([outer, lost.signal]);
  const renewal = setInterval(() => {
    store.leases.renew(lease, leaseMs).catch((error: unknown) => {
      if (error instanceof LeaseLost) lost.abort(error);
      else parts.troubled(source, error);
    });
  }, leaseMs / RENEWALS);
  try {
    const run = async () => {
      const due = plus(now(), source.pollUs);
      parts.ran(source, await syncOnce({ ...parts, source, lease, signal }));
      while (!signal.aborted && now() < due && !(await store.isSyncAsked(source.key))) {
        await bell.wait((due - now()) / 1_000, signal);
      }
    };
    await againAndAgain(source, parts, signal, run, lease);
  } finally {
    clearInterval(renewal);
    await store.leases.release(lease).catch((error: unknown) => parts.troubled(source, error));
  }
  lost.signal.throwIfAborted();
}

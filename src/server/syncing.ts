import type { Logger } from 'pino';
import type { Instant } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import type { ArchiveStore } from '../store/port/archive-store.ts';
import type { ArchiveSource } from '../sync/archive-source.ts';
import { keepSyncing } from '../sync/keep-syncing.ts';
import type { StuckSources } from '../sync/stuck-sources.ts';

export interface Syncing {
  /** Running syncs are broken off where they are, and every lease is given back. */
  stop(): Promise<void>;
}

export interface SyncingParts {
  readonly store: ArchiveStore;
  readonly rules: RedactionRules;
  readonly now: () => Instant;
  readonly leaseMs: number;
  readonly log: Logger;
  readonly stuck: StuckSources;
}

/** Keeps every archived source synced, by this process or by another one on the same database. */
export function startSyncing(sources: readonly ArchiveSource[], { log, stuck, ...parts }: SyncingParts): Syncing {
  const stopping = new AbortController();
  const work = sources.map((source) =>
    keepSyncing(
      source,
      {
        ...parts,
        ran: ({ key }, { added, failure }) => {
          stuck.forget(key);
          if (failure) log.warn({ source: key, added, problem: failure }, 'a sync failed');
          else if (added > 0) log.info({ source: key, added }, 'synced');
        },
        stuck: ({ key }, error) => {
          stuck.note(key, error);
          log.warn({ source: key, err: error }, 'a source is not synced for now');
        },
        shaky: ({ key }, error) => log.warn({ source: key, err: error }, 'the lease on a source could not be renewed'),
      },
      stopping.signal,
    ),
  );
  return {
    async stop() {
      stopping.abort(new Error('the gateway stops'));
      await Promise.all(work);
    },
  };
}

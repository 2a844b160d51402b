import type { SourceKey } from '../../src/domain/event.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { ArchiveStore } from '../../src/store/port/archive-store.ts';
import { syncLease } from '../../src/store/port/archive-store.ts';
import { answerTo, ended, newArchive, wasCutBack, wentOn } from '../../src/store/rules/archive.ts';
import { keeps } from '../../src/store/rules/keeps.ts';
import { cutoffOf } from '../../src/store/rules/retention.ts';
import { requireSame } from '../../src/store/rules/same-source.ts';
import type { MemoryLeases } from './memory-leases.ts';
import { copying, type MemoryArchive, type MemoryState, storedOf, storing, withArchive } from './memory-state.ts';

/** What a store in memory is to those who write it: its state, who holds what, and whom to tell. */
export interface Memory {
  state: MemoryState;
  readonly leases: MemoryLeases;
  readonly now: () => Instant;
  tell(notice: 'events' | 'sync'): void;
  on(notice: 'events' | 'sync', heard: () => void): () => void;
}

export function memoryArchives(memory: Memory): ArchiveStore {
  const { leases } = memory;
  const archiveOf = (source: SourceKey): MemoryArchive => {
    const archive = memory.state.archives.get(source);
    if (!archive) throw new Error(`${source}: expected an archive that was opened`);
    return archive;
  };
  const write = (archive: MemoryArchive, more: Partial<MemoryArchive>) => {
    memory.state = withArchive(memory.state, { ...archive, ...more });
  };
  return {
    leases,
    async openArchives(sources) {
      const { state } = memory;
      const held = [...state.archives.values()]
        .map(({ source, kind, place }) => ({ source, kind, place, events: storedOf(state, source) }))
        .filter(({ events }) => events > 0);
      for (const source of sources) requireSame(source, held, sources);
      for (const { key, kind, place } of sources.filter(({ archived }) => archived)) {
        const known = state.archives.get(key) ?? newArchive(key, cutoffOf(state.config, memory.now()));
        memory.state = withArchive(memory.state, { ...known, kind, place });
      }
    },
    async syncStates() {
      return new Map(
        [...memory.state.archives].map(([key, archive]) => {
          const running = archive.running && leases.isHeld(syncLease(key));
          return [key, { ...archive, running, storedEvents: storedOf(memory.state, key) }];
        }),
      );
    },
    async beginSync(source, lease) {
      leases.requireHeld(lease);
      write(archiveOf(source), { running: true });
      return { enabled: memory.state.config.enabled, asking: archiveOf(source).runsAsked };
    },
    async ingest(batch) {
      await batch.after;
      leases.requireHeld(batch.lease);
      const kept = batch.events.filter(keeps(memory.state.config));
      const { state, added } = copying(memory.state, kept, batch.now);
      memory.state = state;
      const archive = state.archives.get(batch.source);
      if (archive) write(archive, wentOn(archive, batch, kept));
      if (added > 0) memory.tell('events');
      return { added, refused: [] };
    },
    now: async () => memory.now(),
    async newestStored(source, until) {
      const newest = [...memory.state.rows.values()]
        .map(({ event }) => event)
        .filter((event) => event.source === source && event.occurredAt <= until)
        .toSorted((a, b) => b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : -1))[0];
      return newest ? (Math.min(newest.occurredAt, newest.recordedAt) as Instant) : null;
    },
    async cutBack(cut) {
      leases.requireHeld(cut.lease);
      const archive = archiveOf(cut.source);
      write(archive, wasCutBack(archive, cut));
      recordOwn(memory, cut.event, cut.now);
    },
    async endSync(ending) {
      leases.requireHeld(ending.lease);
      const archive = archiveOf(ending.source);
      write(archive, ended(archive, ending));
      if (ending.event) recordOwn(memory, ending.event, ending.now);
      memory.tell('sync');
    },
    async askForSync(source) {
      const runsAsked = archiveOf(source).runsAsked + 1;
      write(archiveOf(source), { runsAsked });
      memory.tell('sync');
      return runsAsked;
    },
    async isSyncAsked(source) {
      const { runsAsked, runsDone } = archiveOf(source);
      return runsAsked > runsDone;
    },
    syncAnswer: async (source, asking) => answerTo(archiveOf(source), asking),
    onSync: (heard) => memory.on('sync', heard),
  };
}

/** As far as the configuration lets it be. */
function recordOwn(memory: Memory, event: Parameters<ReturnType<typeof keeps>>[0], now: Instant): void {
  if (!keeps(memory.state.config)(event)) return;
  memory.state = storing(memory.state, [event], now).state;
  memory.tell('events');
}

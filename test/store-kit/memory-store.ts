import { type AuditEvent, GATEWAY, type SourceKey } from '../../src/domain/event.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { RedactionRules } from '../../src/domain/redact.ts';
import { type Turnstile, turnstile } from '../../src/lanes/turnstile.ts';
import { type EventStore, StoreFailed } from '../../src/store/port/event-store.ts';
import { configured } from '../../src/store/rules/archive.ts';
import { changeEvent, FRESH, intended, OWN_EVENTS } from '../../src/store/rules/configuring.ts';
import { answeredAgain, digestOf, REMEMBERED_US, rememberedKey } from '../../src/store/rules/idempotency.ts';
import { keeps } from '../../src/store/rules/keeps.ts';
import { requireStorable } from '../../src/store/rules/storable.ts';
import { type Memory, memoryArchives } from './memory-archives.ts';
import { answer, memoryLane, placeKey, printed } from './memory-events.ts';
import { memoryLeases } from './memory-leases.ts';
import { expired, type MemoryState, pruned, storing } from './memory-state.ts';

export interface MemoryStoreOptions {
  readonly rules: RedactionRules;
  readonly archived: readonly SourceKey[];
  readonly now: () => Instant;
}

export interface MemoryStore extends EventStore {
  /** Puts events straight into it, of whatever source, past all that decides what is stored. */
  put(events: readonly Required<AuditEvent>[]): void;
  /** Empties and configures it as if it were new. */
  clear(): void;
}

/** A store in memory, of one process: whatever it does, it does whole, between two turns of the loop. */
export function memoryStore({ rules, archived, now }: MemoryStoreOptions): MemoryStore {
  const sources = [GATEWAY, ...archived];
  const listening = new Set<{ readonly notice: string; readonly heard: () => void }>();
  const memory: Memory = {
    state: fresh(now()),
    leases: memoryLeases(),
    now,
    tell(notice) {
      for (const listener of listening) if (listener.notice === notice) setImmediate(listener.heard);
    },
    on(notice, heard) {
      const listener = { notice, heard };
      listening.add(listener);
      return () => listening.delete(listener);
    },
  };
  let isClosed = false;
  const rowsOf = () => {
    if (isClosed) throw new StoreFailed('UNREACHABLE', 'is closed', undefined);
    return memory.state.rows;
  };
  return {
    name: 'gateway',
    sources,
    essential: true,
    grainUs: 1,
    open: (query, signal) => memoryLane(rowsOf, sources, query, signal),
    count: async (query) => answer(memory.state.rows, sources, query).length,
    print: (query, printing) => printed(answer(memory.state.rows, sources, query), printing),
    at: async (places) => places.map((at) => memory.state.rows.get(placeKey(at))?.event ?? null),
    lastArrival: async () => memory.state.lastArrival,
    async arrivedAfter(arrival, limit) {
      const later = [...memory.state.rows.values()].filter((row) => row.arrival > arrival);
      return later.toSorted((a, b) => a.arrival - b.arrival).slice(0, limit);
    },
    arrivalOf: async (at) => memory.state.rows.get(placeKey(at))?.arrival ?? null,
    onArrival: (heard) => memory.on('events', heard),
    ...memoryArchives(memory),
    async record(batch) {
      await requireStorable(batch.events, 'input.events');
      const key = rememberedKey(batch);
      const digest = key === null ? '' : await digestOf(batch);
      const known = key === null ? undefined : memory.state.remembered.get(key);
      if (known) return answeredAgain(known, batch);
      const kept = batch.events.filter(keeps(memory.state.config));
      const { state, added } = storing(memory.state, kept, batch.now);
      const counts = { folded: kept.length - added, skipped: batch.events.length - kept.length };
      const result = { recorded: added, ...counts };
      const remembered = new Map(state.remembered);
      if (key !== null) remembered.set(key, { key, digest, ...result, at: batch.now });
      memory.state = { ...state, remembered };
      if (added > 0) memory.tell('events');
      return result;
    },
    config: async () => memory.state.config,
    async changeConfig(change) {
      const before = memory.state.config;
      const { config, changes } = intended(before, change);
      if (changes.length === 0) return { config: before, changes, pruned: 0 };
      if (change.dryRun) {
        return { config: before, changes, pruned: expired(memory.state, config, change.now, OWN_EVENTS) };
      }
      const { state } = storing({ ...memory.state, config }, [changeEvent(config, changes, rules)], change.now);
      const archives = [...state.archives].map(
        ([key, archive]) => [key, { ...archive, ...configured(archive, before, config) }] as const,
      );
      memory.state = pruned({ ...state, archives: new Map(archives) }, change.now);
      memory.tell('events');
      return { config, changes, pruned: state.rows.size - memory.state.rows.size };
    },
    async prune(at) {
      const { rows, remembered } = memory.state;
      const young = new Map([...remembered].filter(([, known]) => known.at >= at - REMEMBERED_US));
      memory.state = pruned({ ...memory.state, remembered: young }, at);
      return { removed: rows.size - memory.state.rows.size };
    },
    cursorKey: async () => new Uint8Array(32).fill(7),
    ready: async () => undefined,
    lanes: { answers: open(), exports: open(), subscriptions: open(), looks: open(), writes: open() },
    stored: async () => memory.state.rows.size,
    async close() {
      isClosed = true;
    },
    put(events) {
      const rows = new Map(memory.state.rows);
      let { lastArrival } = memory.state;
      for (const event of events) {
        lastArrival += 1;
        rows.set(placeKey(event), { arrival: lastArrival, event });
      }
      memory.state = { ...memory.state, rows, lastArrival };
    },
    clear() {
      memory.state = fresh(now());
      memory.leases.clear();
    },
  };
}

function fresh(now: Instant): MemoryState {
  return {
    rows: new Map(),
    lastArrival: 0,
    config: { ...FRESH, revision: 1, updatedAt: now, updatedBy: null },
    archives: new Map(),
    remembered: new Map(),
  };
}

/** Nobody waits here. */
function open(): Turnstile {
  return turnstile({ what: 'questions to a store in memory', atOnce: 1, each: 1, waiting: 0 });
}

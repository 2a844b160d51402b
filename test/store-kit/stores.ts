import { afterAll, beforeAll } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { ARCHIVED, clear, databases, empty, OPENED, openTestStore, type TestDatabase } from '../store/databases.ts';
import { insertRows } from '../store/insert-rows.ts';
import { memoryStore } from './memory-store.ts';

/** A store under test. */
export interface KitStore {
  readonly store: EventStore;
  /** Puts events straight into it, of whatever source, past all that decides what is stored. */
  put(events: readonly Required<AuditEvent>[]): Promise<void>;
  /** Empties and configures it as if it were new, but for the months that it has room for. */
  empty(): Promise<void>;
  /** The same, without any month. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** A kind of store: each passes the same kit. */
export interface StoreKind {
  readonly name: string;
  open(): Promise<KitStore>;
}

const memory: StoreKind = {
  name: 'a store in memory',
  async open() {
    const store = memoryStore({ rules: BUILT_IN, archived: ARCHIVED, now: () => OPENED });
    const clearing = async () => store.clear();
    return {
      store,
      put: async (events) => store.put(events),
      empty: clearing,
      clear: clearing,
      close: () => store.close(),
    };
  },
};

function over(kind: TestDatabase): StoreKind {
  return {
    name: kind.name,
    async open() {
      const { store, database, close } = await openTestStore(kind);
      return {
        store,
        put: (events) => insertRows(database, events),
        empty: () => empty(database),
        clear: () => clear(database),
        close,
      };
    },
  };
}

export const stores: readonly StoreKind[] = [memory, ...databases.map(over)];

/** One store for all tests of a `describe`. */
export function useKitStore(kind: StoreKind): () => KitStore {
  let opened: KitStore | null = null;
  beforeAll(async () => {
    opened = await kind.open();
  });
  afterAll(async () => opened?.close());
  return () => {
    if (opened === null) throw new Error('a test store is only there while tests run');
    return opened;
  };
}

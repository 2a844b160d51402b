import { fromMillis } from '../../src/domain/instant.ts';
import type { GovernanceParts } from '../../src/governance/governance.ts';
import type { ConfigChange, RecordBatch, StoredConfig } from '../../src/store/port/event-store.ts';

export interface FakeConfigStore {
  readonly store: GovernanceParts['store'];
  readonly changes: ConfigChange[];
  readonly batches: RecordBatch[];
}

export const FRESH_CONFIG: StoredConfig = {
  enabled: true,
  periodDays: 0,
  records: 0,
  disabledTypes: [],
  revision: 1,
  updatedAt: fromMillis(0),
  updatedBy: null,
};

/** What the API asks of the store, written down. `failure` is thrown by every change. */
export function fakeConfigStore(failure?: Error): FakeConfigStore {
  const changes: ConfigChange[] = [];
  const batches: RecordBatch[] = [];
  const store: GovernanceParts['store'] = {
    config: async () => FRESH_CONFIG,
    async changeConfig(change) {
      changes.push(change);
      if (failure) throw failure;
      return { config: { ...FRESH_CONFIG, ...change.patch, revision: 2 }, changes: [], pruned: 0 };
    },
    async record(batch) {
      batches.push(batch);
      if (failure) throw failure;
      return { recorded: batch.events.length, folded: 0, skipped: 0 };
    },
  };
  return { store, changes, batches };
}

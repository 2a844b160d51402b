import type { SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Viewer } from '../domain/viewer.ts';
import type {
  ConfigChange,
  ConfigChanged,
  EventStore,
  RecordBatch,
  RecordResult,
  StoredConfig,
} from '../store/port/event-store.ts';

/** What governs the store: what it keeps, what is recorded in it, and when it is brought up to date. No event leaves here. */
export interface Governance {
  as(viewer: Viewer): ViewerGovernance;
}

/** Each as the store promises it. */
export interface ViewerGovernance {
  config(signal: AbortSignal): Promise<StoredConfig>;
  /** In the viewer's name. */
  changeConfig(change: Omit<ConfigChange, 'now' | 'by'>, signal: AbortSignal): Promise<ConfigChanged>;
  record(batch: RecordBatch, signal: AbortSignal): Promise<RecordResult>;
  /** A sync of an archived source from now on; how many events it stored. Throws the `SourceError` it failed of. */
  sync(source: SourceKey, signal: AbortSignal): Promise<number>;
}

export interface GovernanceParts {
  readonly store: Pick<EventStore, 'config' | 'changeConfig' | 'record'>;
  readonly syncNow: (source: SourceKey, signal: AbortSignal) => Promise<number>;
  readonly now: () => Instant;
}

export function createGovernance({ store, syncNow, now }: GovernanceParts): Governance {
  return {
    as: ({ name }) => ({
      config: (signal) => store.config(signal),
      changeConfig: (change, signal) => store.changeConfig({ ...change, now: now(), by: name }, signal),
      record: (batch, signal) => store.record(batch, signal),
      sync: syncNow,
    }),
  };
}

import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { EARLIEST, type Instant, plus, SECOND } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { LaneSource } from '../../src/lanes/lane.ts';
import type { SyncState } from '../../src/lanes/sync-state.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import type { ArchiveSource } from '../../src/sync/archive-source.ts';
import { BATCH } from '../../src/sync/copy.ts';
import type { RestingWindows } from '../../src/sync/resting-windows.ts';
import { type Synced, syncOnce } from '../../src/sync/sync-once.ts';
import { type ArrayLaneOptions, arrayLane } from '../fakes/array-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { OPENED } from '../store/databases.ts';

export const KEY = 'salt-prod' as SourceKey;

/** So many seconds before the store was opened. */
export const ago = (seconds: number): Instant => plus(OPENED, -seconds * SECOND);

/** An event of so many seconds before the store was opened; another `name` is another event of that time. */
export function old(seconds: number, name = '', given: Partial<AuditEvent> = {}): AuditEvent {
  const action = `${seconds}${name}`;
  return someEvent({ occurredAt: ago(seconds), id: eventId(KEY, action), action, ...given });
}

export interface CopiedSource {
  /** What the source holds: events may be put in and taken out. */
  readonly events: AuditEvent[];
  /** How it behaves from now on. */
  behave(more: Partial<ArrayLaneOptions> | { readonly lane: LaneSource }): void;
  /** One run, so many seconds after the store was opened. */
  sync(after?: number, store?: EventStore): Promise<Synced>;
  state(): Promise<SyncState>;
}

/** A source in memory that is copied into the store. */
export async function copiedSource(
  store: EventStore,
  events: readonly AuditEvent[],
  more: Partial<ArchiveSource> = {},
  batchSize = BATCH,
  resting?: RestingWindows,
): Promise<CopiedSource> {
  await store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
  const held = [...events];
  let lane: LaneSource = arrayLane({ key: KEY, events: held, grainUs: SECOND, pageSize: 3 });
  const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
  const { signal } = new AbortController();
  return {
    events: held,
    behave(given) {
      lane =
        'lane' in given ? given.lane : arrayLane({ key: KEY, events: held, grainUs: SECOND, pageSize: 3, ...given });
    },
    sync: (after = 0, through = store) => {
      const source: ArchiveSource = {
        ...{ key: KEY, name: 'Salt', kind: 'salt', lane, beginsAt: () => EARLIEST },
        ...{ pollUs: 60 * SECOND, latenessUs: 10 * SECOND },
        ...more,
      };
      const now = () => plus(OPENED, after * SECOND);
      const rested = resting ? { resting, elapsedMs: () => after * 1_000 } : {};
      return syncOnce({ source, store: through, lease, rules: BUILT_IN, now, batchSize, signal, ...rested });
    },
    async state() {
      const state = (await store.syncStates()).get(KEY);
      if (!state) throw new Error('expected a source that is copied');
      return state;
    },
  };
}

import type { Instant } from '../domain/instant.ts';
import type { SyncState as State } from '../lanes/sync-state.ts';
import { builder } from './builder.ts';
import { UpstreamProblem } from './problem.ts';
import { DateTime, SafeInt } from './scalars.ts';
import { TimeWindow } from './time-window.ts';

interface SyncProgress extends State {
  readonly syncedThrough: Instant | null;
  readonly lagMs: number | null;
}

export const SyncState = builder.objectRef<SyncProgress>('SyncState').implement({
  description: 'How far an ARCHIVE source has been copied into the store.',
  fields: (t) => ({
    syncedThrough: t.field({
      type: DateTime,
      description: 'The end of the newest covered window.',
      resolve: (sync) => sync.syncedThrough,
    }),
    covered: t.field({
      type: [TimeWindow],
      nullable: false,
      description:
        'All of these is in the store, oldest first; a null `from` is as far back as the source goes. What retention removed, and what the source withheld, is not in them.',
      resolve: (sync) => sync.covered,
    }),
    lagMs: t.exposeFloat('lagMs', { description: 'Milliseconds since `syncedThrough`; null before the first sync.' }),
    storedEvents: t.field({
      type: SafeInt,
      nullable: false,
      description: 'How many of its events are in the store.',
      resolve: (sync) => sync.storedEvents,
    }),
    lastSuccessAt: t.field({
      type: DateTime,
      description: 'When a sync last ended well.',
      resolve: (sync) => sync.lastSuccessAt,
    }),
    lastProblem: t.field({
      type: UpstreamProblem,
      description: 'What the last sync failed of, or was refused a part by; null when it ended well.',
      resolve: (sync) => sync.lastProblem,
    }),
    running: t.exposeBoolean('running', { nullable: false, description: 'Whether a sync is going on right now.' }),
  }),
});

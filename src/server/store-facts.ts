import { type Instant, SECOND } from '../domain/instant.ts';
import { neverSynced, syncedThrough } from '../lanes/sync-state.ts';
import { LOOK_MS, looking } from '../store/engine/patiently.ts';
import type { EventStore } from '../store/port/event-store.ts';
import type { SourceConfig } from './config/gateway-config.ts';
import type { StoreFacts } from './metrics.ts';

/** Of the sources that are configured now. */
export async function storeFacts(
  store: Pick<EventStore, 'stored' | 'syncStates'>,
  sources: readonly SourceConfig[],
  now: () => Instant,
): Promise<StoreFacts> {
  const [events, states] = await Promise.all([store.stored(), store.syncStates(looking(LOOK_MS))]);
  const lags = sources
    .filter(({ mode }) => mode === 'archive')
    .map(({ key }): [string, number | null] => {
      const through = syncedThrough(states.get(key) ?? neverSynced(key));
      return [key, through === null ? null : Math.max(0, (now() - through) / SECOND)];
    });
  return { events, lagSeconds: new Map(lags) };
}

import { fromMillis } from '../domain/instant.ts';
import { createGateway } from '../federation/create-gateway.ts';
import { openStore } from '../store/open-store.ts';
import type { EventStore } from '../store/port/event-store.ts';
import { stuckSources } from '../sync/stuck-sources.ts';
import type { OnStop } from './closers.ts';
import type { GatewayConfig } from './config/gateway-config.ts';
import { gatewaySource } from './gateway-source.ts';
import { createMetrics } from './metrics.ts';
import { openArchives } from './open-archives.ts';
import { storeFacts } from './store-facts.ts';
import { vendorSource } from './vendor-source.ts';

/** The sources are given up, each for itself and all together, while there is time left to answer with what was read. */
const SOURCES_SHARE = 0.9;

/** The embedded database has one for all. */
function databaseLanes({ lanes }: Pick<EventStore, 'lanes'>) {
  const all = Object.entries(lanes);
  const first = all.filter(([, turns], index) => all.findIndex(([, its]) => its === turns) === index);
  return Object.fromEntries(first.map(([lane, turns]) => [`database_${lane}`, turns]));
}

/** What answers questions: the store, opened, and the vendors, to whom nothing is sent before somebody asks. */
export async function connect(config: GatewayConfig, clock: () => number, onStop: OnStop) {
  const { limits, redaction: rules } = config;
  const now = () => fromMillis(clock());
  const archived = config.sources.filter(({ mode }) => mode === 'archive').map(({ key }) => key);
  const { url, directUrl } = config.database;
  const sizes = { answers: config.database.maxConnections, exports: limits.maxConcurrentExports };
  const opened = await openStore({ url, directUrl, sizes, rules, archived, now });
  onStop(() => opened.close());
  const stuck = stuckSources();
  const store: EventStore = { ...opened, syncStates: async (signal) => stuck.over(await opened.syncStates(signal)) };
  await openArchives(store, config.sources);
  const metrics = createMetrics(() => storeFacts(store, config.sources, now));
  metrics.lanes(databaseLanes(store));

  const answerMs = Math.floor(limits.requestTimeoutMs * SOURCES_SHARE);
  const vendors = config.sources.map((source) => {
    const bounds = { timeoutMs: Math.min(source.timeoutMs, answerMs), answerMs };
    return vendorSource({ ...source, ...bounds }, store, rules, clock, metrics);
  });
  for (const vendor of vendors) onStop(vendor.close);
  const gateway = createGateway({
    sources: [...vendors.map(({ source }) => source), gatewaySource(store)],
    syncStates: (signal) => store.syncStates(signal),
    stored: (places, signal) => store.at(places, signal),
    arrivals: store,
    cursorKey: await store.cursorKey(),
    maxPageSize: limits.maxPageSize,
    clock,
  });
  const archives = vendors.flatMap(({ archive }) => archive ?? []);
  return { store, metrics, gateway, archives, stuck, now };
}

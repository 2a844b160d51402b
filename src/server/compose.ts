import type { Logger } from 'pino';
import type { SourceKey } from '../domain/event.ts';
import { fromMillis } from '../domain/instant.ts';
import { ownEvent } from '../domain/recorded-event.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { createGateway } from '../federation/create-gateway.ts';
import { printedSchema } from '../schema/index.ts';
import type { EventStore } from '../store/event-store.ts';
import { openStore } from '../store/open-store.ts';
import { syncNow as askForSync } from '../sync/sync-now.ts';
import { closers } from './closers.ts';
import type { GatewayConfig } from './config/gateway-config.ts';
import { readExportArguments } from './export/export-arguments.ts';
import { type ExportCommand, exportCommand, type Terminal } from './export/export-command.ts';
import { gatewaySource } from './gateway-source.ts';
import { createGraphql } from './graphql.ts';
import { listen } from './http.ts';
import { createMetrics } from './metrics.ts';
import { openArchives } from './open-archives.ts';
import { startPruning } from './pruning.ts';
import { storeFacts } from './store-facts.ts';
import { startSyncing } from './syncing.ts';
import { vendorSource } from './vendor-source.ts';

export interface RunningGateway {
  readonly url: string;
  /** Running requests finish; then everything is closed in the opposite order of its opening. */
  stop(): Promise<void>;
}

/** The whole gateway, ready to answer: the only place that knows all rooms. What it opened before a failure is closed again. */
export async function startGateway(
  config: GatewayConfig,
  log: Logger,
  clock: () => number = Date.now,
): Promise<RunningGateway> {
  const open = closers();
  try {
    const url = await start(config, log, clock, open.add);
    return { url, stop: open.closeAll };
  } catch (error) {
    await open.closeAll();
    throw error;
  }
}

/** A source is given up while there is time left to answer with what the others gave. */
const SOURCES_SHARE = 0.9;

type OnStop = (close: () => Promise<void>) => void;

/** Exports once, over the same store and vendors, without listening. Throws where the export is not whole. */
export async function exportOnce(
  config: GatewayConfig,
  command: ExportCommand,
  terminal: Terminal,
  signal: AbortSignal,
  clock: () => number = Date.now,
): Promise<void> {
  readExportArguments(command);
  const open = closers();
  try {
    const { store, gateway, now } = await connect(config, clock, open.add);
    await exportCommand(command, terminal, { gateway, store, now, rules: config.redaction, signal });
  } finally {
    await open.closeAll();
  }
}

/** What answers questions: the store, opened, and the vendors, to whom nothing is sent before somebody asks. */
async function connect(config: GatewayConfig, clock: () => number, onStop: OnStop) {
  const { limits, redaction: rules } = config;
  const now = () => fromMillis(clock());
  const archived = config.sources.filter(({ mode }) => mode === 'archive').map(({ key }) => key);
  const store = await openStore({ url: config.database.url, rules, archived, now });
  onStop(() => store.close());
  await openArchives(store, config.sources);
  const metrics = createMetrics(() => storeFacts(store, config.sources, now));

  const within = (timeoutMs: number) => Math.min(timeoutMs, Math.floor(limits.requestTimeoutMs * SOURCES_SHARE));
  const vendors = config.sources.map((source) =>
    vendorSource({ ...source, timeoutMs: within(source.timeoutMs) }, store, rules, clock, metrics),
  );
  for (const vendor of vendors) onStop(vendor.close);
  const gateway = createGateway({
    sources: [...vendors.map(({ source }) => source), gatewaySource(store)],
    syncStates: () => store.syncStates(),
    stored: (places) => store.at(places),
    arrivals: store,
    maxPageSize: limits.maxPageSize,
    clock,
  });
  const archives = vendors.flatMap(({ archive }) => archive ?? []);
  return { store, metrics, gateway, archives, now };
}

async function start(config: GatewayConfig, log: Logger, clock: () => number, onStop: OnStop): Promise<string> {
  const { limits, redaction: rules, server } = config;
  const { store, metrics, gateway, archives, now } = await connect(config, clock, onStop);

  const recordOwn = (action: 'start' | 'stop') => recordSystem(store, action, fromMillis(clock()), rules);
  onStop(() => recordOwn('stop'));
  const syncNow = (key: SourceKey, signal: AbortSignal) => askForSync(store, key, signal);
  const pruning = startPruning(store, now, log);
  onStop(pruning.stop);

  const syncing = startSyncing(archives, { store, rules, now, leaseMs: config.sync.leaseSeconds * 1_000, log });
  onStop(syncing.stop);

  const http = await listen(
    {
      graphql: createGraphql(log),
      context: (signal) => ({ gateway, store, syncNow, limits, principal: null, now, rules, signal }),
      ready: () => store.ready(),
      metrics,
      printedSchema,
      log,
      requestTimeoutMs: limits.requestTimeoutMs,
    },
    server.host,
    server.port,
  );
  onStop(http.stop);
  await recordOwn('start');
  return http.url;
}

async function recordSystem(
  store: Pick<EventStore, 'record'>,
  action: 'start' | 'stop',
  at: ReturnType<typeof fromMillis>,
  rules: RedactionRules,
): Promise<void> {
  const event = ownEvent({ action, recordType: 'gateway.system' }, at, rules);
  await store.record({ events: [event], idempotencyKey: null, now: at });
}

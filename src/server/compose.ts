import type { Logger } from 'pino';
import type { SourceKey } from '../domain/event.ts';
import { fromMillis } from '../domain/instant.ts';
import { ownEvent } from '../domain/recorded-event.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { ANYONE } from '../domain/viewer.ts';
import { createGovernance } from '../governance/governance.ts';
import { printedSchema } from '../schema/index.ts';
import type { EventStore } from '../store/port/event-store.ts';
import { syncNow as askForSync } from '../sync/sync-now.ts';
import { closers, type OnStop } from './closers.ts';
import type { GatewayConfig } from './config/gateway-config.ts';
import { connect } from './connect.ts';
import { createGraphql } from './graphql.ts';
import { listen } from './http.ts';
import { startPruning } from './pruning.ts';
import { startSyncing } from './syncing.ts';

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

async function start(config: GatewayConfig, log: Logger, clock: () => number, onStop: OnStop): Promise<string> {
  const { limits, redaction: rules, server } = config;
  const { store, metrics, gateway, archives, stuck, now } = await connect(config, clock, onStop);

  const recordOwn = (action: 'start' | 'stop') => recordSystem(store, action, fromMillis(clock()), rules);
  onStop(() => recordOwn('stop'));
  const syncNow = (key: SourceKey, signal: AbortSignal) => askForSync(store, key, signal);
  const governance = createGovernance({ store, syncNow, now });
  const ofAnyone = { gateway: gateway.as(ANYONE), governance: governance.as(ANYONE), limits, now, rules };
  const pruning = startPruning(store, now, log);
  onStop(pruning.stop);

  const syncing = startSyncing(archives, { store, rules, now, leaseMs: config.sync.leaseSeconds * 1_000, log, stuck });
  onStop(syncing.stop);

  const http = await listen(
    {
      graphql: createGraphql(log),
      context: (signal) => ({ ...ofAnyone, signal }),
      exports: { store, rules, now },
      ready: () => store.ready(),
      metrics,
      printedSchema,
      log,
      ...limits,
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

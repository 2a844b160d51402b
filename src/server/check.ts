import { GATEWAY } from '../domain/event.ts';
import { fromMillis, type Instant } from '../domain/instant.ts';
import type { Problem } from '../lanes/source-error.ts';
import { type DatabaseAddress, parseDatabaseUrl } from '../store/engine/database-url.ts';
import { type DatabaseReport, inspectDatabase } from '../store/inspect.ts';
import { closers } from './closers.ts';
import type { GatewayConfig, SourceConfig } from './config/gateway-config.ts';
import { STORE_CAPABILITIES } from './gateway-source.ts';
import { vendorSource } from './vendor-source.ts';

/** What is known of one source after it was asked once; null where that is not known, or does not apply. */
export interface CheckedSource {
  readonly key: string;
  readonly kind: string;
  readonly reachable: boolean | null;
  readonly authenticated: boolean | null;
  /** How far its clock is ahead of ours. */
  readonly clockDifferenceMs: number | null;
  readonly newestEventAt: Instant | null;
  /** Filter paths that it can apply itself. */
  readonly filters: readonly string[];
  readonly elapsedMs: number;
  readonly problem: CheckProblem | null;
  /** Of the gateway's own store alone. */
  readonly database: Pick<DatabaseReport, 'name' | 'schema'> | null;
}

export type CheckProblem = Pick<Problem, 'code' | 'message'> | NonNullable<DatabaseReport['problem']>;

export interface CheckedGateway {
  readonly at: Instant;
  /** In the file's order; the gateway's own store is the last. */
  readonly sources: readonly CheckedSource[];
}

/**
 * Asks every source once, all at the same time, each within its own `timeoutMs`, and looks at the database. Opens no port
 * and changes nothing. What is wrong with a source is its `problem`; what `serve` would not start with is thrown.
 */
export async function checkGateway(config: GatewayConfig, clock: () => number = Date.now): Promise<CheckedGateway> {
  parseDatabaseUrl(config.database.url, config.database.directUrl);
  const open = closers();
  const { signal } = new AbortController();
  try {
    const vendors = config.sources.map((source) => {
      const vendor = vendorSource(source, null, config.redaction, clock, { request: () => undefined });
      open.add(vendor.close);
      return () => checkVendor(source, vendor, signal);
    });
    const store = () => checkStore(config.database, fromMillis(clock()), signal);
    const sources = await Promise.all([...vendors, store].map((check) => check()));
    return { at: fromMillis(clock()), sources };
  } finally {
    await open.closeAll();
  }
}

async function checkVendor(
  { key, kind }: SourceConfig,
  { source, probe }: ReturnType<typeof vendorSource>,
  signal: AbortSignal,
): Promise<CheckedSource> {
  return { key, kind, ...(await probe(signal)), filters: source.capabilities.filters, database: null };
}

async function checkStore(address: DatabaseAddress, now: Instant, signal: AbortSignal): Promise<CheckedSource> {
  const started = performance.now();
  const { name, schema, ...report } = await inspectDatabase(address, now, signal);
  return {
    key: GATEWAY,
    kind: 'gateway',
    ...report,
    authenticated: null,
    clockDifferenceMs: null,
    filters: STORE_CAPABILITIES.filters,
    elapsedMs: performance.now() - started,
    database: { name, schema },
  };
}

import type { SourceKey } from '../domain/event.ts';
import type { Field } from '../domain/fields.ts';
import { filterPath, is, isEverything, type Test } from '../domain/filter.ts';
import { EARLIEST, LATEST } from '../domain/instant.ts';
import type { EventQuery } from '../domain/query.ts';
import type { RedactionRules } from '../domain/redact.ts';
import type { LaneSource } from '../lanes/lane.ts';
import { SourceError } from '../lanes/source-error.ts';
import type { SourceAdapter, Stream, UpstreamAuditConfig } from './adapter.ts';
import { connect } from './connection.ts';
import { divide } from './divide.ts';
import { type OpenSource, openLane } from './open-lane.ts';
import { createTransport, type Transport } from './transport.ts';

/** What the configuration file says of a source, the vendor's own keys apart. */
export interface SourceSettings {
  readonly key: SourceKey;
  readonly url: string;
  readonly timeoutMs: number;
  readonly maxScan: number;
  readonly pageSize: number | null;
  readonly maxConcurrent: number | null;
  readonly requestsPerSecond: number | null;
  readonly tls: { readonly caFile?: string | undefined; readonly insecure?: boolean | undefined } | null;
}

export interface SourceSurroundings {
  readonly rules: RedactionRules;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Hears of every request to the vendor, logins included: `ok`, or the problem's code. */
  readonly observe: (source: SourceKey, outcome: string, seconds: number) => void;
}

/** A vendor as the rest of the house sees it: a lane, and what can be said of it. */
export interface VendorSource {
  readonly lane: LaneSource;
  readonly capabilities: {
    readonly filters: readonly string[];
    readonly timeFilter: boolean;
    readonly totalCount: boolean;
    readonly maxPageSize: number;
  };
  auditConfig(signal: AbortSignal): Promise<UpstreamAuditConfig | null>;
  close(): Promise<void>;
}

const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

export function connectSource<Options>(
  adapter: SourceAdapter<Options>,
  options: Options,
  settings: SourceSettings,
  { rules, clock, observe }: SourceSurroundings,
): VendorSource {
  const transport = createTransport({ ...settings, maxResponseBytes: MAX_RESPONSE_BYTES });
  const measured = observed(transport, (outcome, seconds) => observe(settings.key, outcome, seconds));
  const connection = connect(adapter, options, measured, { rules, clock, loginTimeoutMs: settings.timeoutMs });
  const source: OpenSource<Options> = { ...settings, adapter, options, connection, rules };
  return {
    lane: {
      name: settings.key,
      sources: [settings.key],
      essential: false,
      grainUs: Math.max(...adapter.streams.map((stream) => stream.capabilities.grainUs)),
      open: (query, signal) => openLane(source, query, signal),
      count: (query, signal) => count(source, query, signal),
    },
    capabilities: capabilitiesOf(adapter.streams),
    async auditConfig(signal) {
      const exchange = adapter.auditConfig?.(options);
      if (!exchange) return null;
      const within = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]);
      return exchange.read(await connection.send(exchange.request, within, () => {})).result;
    },
    close: () => transport.close(),
  };
}

function observed(transport: Transport, hear: (outcome: string, seconds: number) => void): Transport {
  return {
    ...transport,
    async send(request, signal) {
      const started = performance.now();
      const done = (outcome: string) => hear(outcome, (performance.now() - started) / 1000);
      try {
        const response = await transport.send(request, signal);
        done(response.status < 400 ? 'ok' : `HTTP_${response.status}`);
        return response;
      } catch (error) {
        done(error instanceof SourceError ? error.problem.code : 'ABORTED');
        throw error;
      }
    },
  };
}

/** The vendor's own total, where nothing of the question, not even an edge of its window, is kept back here. */
async function count<Options>(source: OpenSource<Options>, query: EventQuery, signal: AbortSignal) {
  if (query.window.from !== EARLIEST || query.window.until !== LATEST) return null;
  let sum = 0;
  for (const stream of source.adapter.streams) {
    const division = divide({ ...query, after: null, take: 0 }, stream, source.options, source);
    if (!division) continue;
    if (!stream.capabilities.counts || !isEverything(division.residual)) return null;
    const exchange = stream.ask(division, source.options);
    const within = AbortSignal.any([signal, AbortSignal.timeout(source.timeoutMs)]);
    const { total } = exchange.read(await source.connection.send(exchange.request, within, () => {}));
    if (total === undefined) return null;
    sum += total;
  }
  return sum;
}

function capabilitiesOf(streams: readonly Stream<never>[]): VendorSource['capabilities'] {
  const paths = streams.flatMap(({ capabilities }) =>
    Object.entries(capabilities.filters).flatMap(([field, ops]) =>
      Object.keys(ops).map((op) => filterPath(is(field as Field, { op } as Test))),
    ),
  );
  const timeFilter = streams.every(({ capabilities }) => capabilities.timeFilter);
  return {
    filters: [...new Set([...(timeFilter ? ['occurredAt'] : []), ...paths])].sort(),
    timeFilter,
    totalCount: streams.every(({ capabilities }) => capabilities.counts),
    maxPageSize: Math.min(...streams.map(({ capabilities }) => capabilities.maxPageSize)),
  };
}

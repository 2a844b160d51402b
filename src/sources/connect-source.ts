import type { SourceKey } from '../domain/event.ts';
import { EARLIEST, LATEST } from '../domain/instant.ts';
import type { EventQuery } from '../domain/query.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { containedWork } from '../lanes/contained-work.ts';
import type { LaneSource } from '../lanes/lane.ts';
import type { Exchange, SourceAdapter, Step, UpstreamAuditConfig } from './adapter.ts';
import type { BreakerState } from './breaker.ts';
import { capabilitiesOf, type SourceAbilities } from './capabilities-of.ts';
import { cleanly } from './clean-problem.ts';
import { deadline } from './deadline.ts';
import { divide } from './divide.ts';
import { type OpenSource, openLane } from './open-lane.ts';
import { openLine, type Patience } from './open-line.ts';
import { probe, type SourceProbe } from './probe.ts';
import type { SourceClock } from './source-clock.ts';

/** What the configuration file says of a source, the vendor's own keys apart. */
export interface SourceSettings {
  readonly key: SourceKey;
  readonly url: string;
  readonly timeoutMs: number;
  /** How long a lane may stay open for one answer, whichever source that waits for; left out: as long as it takes. */
  readonly answerMs?: number | undefined;
  readonly maxScan: number;
  readonly pageSize: number | null;
  readonly maxConcurrent: number | null;
  readonly requestsPerSecond: number | null;
  readonly tls: { readonly caFile?: string | undefined; readonly insecure?: boolean | undefined } | null;
  /** A proxy's address, false for none; null or left out: the environment decides. */
  readonly proxy?: string | false | null | undefined;
}

export interface SourceSurroundings {
  readonly rules: RedactionRules;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Hears of every request to the vendor, logins included: `ok`, or the problem's code. */
  readonly observe: (source: SourceKey, outcome: string, seconds: number) => void;
  /** Hears of every state of the source's circuit breaker, the first one included. */
  readonly breaker?: (source: SourceKey, state: BreakerState) => void;
  /** Hears of each record read in which values are kept as their text, and of how many. */
  readonly keptAsText?: (source: SourceKey, values: number) => void;
  /** Hears of every record that could not be read as it is. */
  readonly undecoded?: (source: SourceKey) => void;
  /** What differs from the usual patience with vendors. */
  readonly patience?: Partial<Patience>;
  /** What one answer may hold at most; left out: 64 MiB. */
  readonly maxResponseBytes?: number;
}

/** A vendor as the rest of the house sees it: a lane, and what can be said of it. */
export interface VendorSource {
  readonly lane: LaneSource;
  /** The same for whoever copies all of it: `timeoutMs` holds for each request, and `maxScan` not at all. */
  readonly whole: LaneSource;
  /** What its answers tell of its clock. */
  readonly clock: SourceClock;
  readonly capabilities: SourceAbilities;
  auditConfig(signal: AbortSignal): Promise<UpstreamAuditConfig | null>;
  /** Asks once how it is: see `probe`. */
  probe(signal: AbortSignal): Promise<SourceProbe>;
  close(): Promise<void>;
}

export function connectSource<Options>(
  adapter: SourceAdapter<Options>,
  options: Options,
  settings: SourceSettings,
  {
    rules,
    clock,
    observe,
    breaker = () => {},
    keptAsText,
    undecoded = () => {},
    patience = {},
    maxResponseBytes,
  }: SourceSurroundings,
): VendorSource {
  const { key } = settings;
  const {
    connection,
    transport,
    clock: its,
  } = openLine(adapter, options, settings, {
    rules,
    clock,
    observe: (outcome, seconds) => observe(key, outcome, seconds),
    breaker: (state) => breaker(key, state),
    patience,
    maxResponseBytes,
  });
  const streams = adapter.streams(options);
  const told = keptAsText && ((values: number) => keptAsText(key, values));
  const source: OpenSource<Options> = {
    ...settings,
    adapter,
    options,
    connection,
    rules,
    keptAsText: told,
    undecoded: () => undecoded(key),
  };
  const lane: LaneSource = {
    name: settings.key,
    sources: [settings.key],
    essential: false,
    grainUs: Math.max(...streams.map((stream) => stream.capabilities.grainUs)),
    open: (query, signal) => openLane(source, query, signal),
    count: (query, signal) => containedWork(() => count(source, query, signal), signal, rules),
  };
  return {
    lane,
    whole: {
      ...lane,
      open: (query, signal) => openLane({ ...source, maxScan: null }, query, signal),
    },
    clock: its,
    capabilities: capabilitiesOf(streams),
    auditConfig: (signal) => containedWork(() => auditConfig(source, signal), signal, rules),
    probe: (signal) => probe(source, { transport, clock }, signal),
    close: () => transport.close(),
  };
}

async function auditConfig<Options>(source: OpenSource<Options>, signal: AbortSignal) {
  const exchange = source.adapter.auditConfig?.(source.options);
  return exchange ? (await answered(source, exchange, signal)).result : null;
}

/** The vendor's own total, where nothing of the question is kept back here, not even an edge of its window, whatever narrowed that. */
async function count<Options>(source: OpenSource<Options>, query: EventQuery, signal: AbortSignal) {
  if (query.window.from !== EARLIEST || query.window.until !== LATEST) return null;
  let sum = 0;
  for (const stream of source.adapter.streams(source.options)) {
    const division = divide({ ...query, after: null, take: 0 }, stream, source);
    if (!division) continue;
    if (!stream.capabilities.counts || division.filteredHere.length > 0) return null;
    const exchange = stream.ask(division);
    const { total } = await answered(source, exchange, signal);
    if (total === undefined) return null;
    sum += total;
  }
  return sum;
}

/** One exchange outside a lane, within the source's time. */
async function answered<Options, Result>(
  { connection, rules, timeoutMs }: OpenSource<Options>,
  { request, read }: Exchange<Result>,
  signal: AbortSignal,
): Promise<Step<Result>> {
  const time = deadline(timeoutMs, signal);
  try {
    const response = await connection.send(request, { signal: time.signal, leftMs: time.leftMs, sent: () => {} });
    return cleanly(() => read(response), rules);
  } finally {
    time.close();
  }
}

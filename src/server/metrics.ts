import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Turnstile } from '../lanes/turnstile.ts';
import type { OperationFacts } from '../schema/operation-facts.ts';
import type { BreakerState } from '../sources/breaker.ts';
import { laneMetrics } from './lane-metrics.ts';
import { VERSION } from './version.ts';

/** What the sources' connections tell of every request they send: `ok`, or what went wrong. */
export interface SourceMetrics {
  request(source: string, outcome: string, seconds: number): void;
  /** The state that a source's circuit breaker has now. */
  breaker?(source: string, state: BreakerState): void;
  /** So many values of a record that was read are kept as their text. */
  keptAsText?(source: string, values: number): void;
  /** A record that could not be read as it is. */
  undecoded?(source: string): void;
}

export interface Metrics extends Required<SourceMetrics> {
  readonly contentType: string;
  /** Null seconds are no latency: a subscription takes as long as its client likes. */
  http(route: string, method: string, status: number, seconds: number | null): void;
  operation(facts: OperationFacts, seconds: number): void;
  /** So many subscriptions are open now. */
  subscriptions(open: number): void;
  /** Of these it is told who waits. */
  lanes(named: Readonly<Record<string, Turnstile>>): void;
  /** A client of this route that read nothing was given up. */
  stoodStill(route: string): void;
  /** The Prometheus text. */
  text(): Promise<string>;
}

const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half-open', 'open'];

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the store says of itself when the metrics are asked for. */
export interface StoreFacts {
  readonly events: number;
  /** Of each archived source: the age of what it is copied up to; null: nothing is. */
  readonly lagSeconds: ReadonlyMap<string, number | null>;
}

/** A registry of its own for each gateway. A store that does not answer leaves its gauges without a number. */
export function createMetrics(store: () => Promise<StoreFacts>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'audit_gateway_build_info',
    help: 'Which version of the gateway this is, and of Node.js under it; always 1.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: VERSION, node: process.versions.node }, 1);
  const requests = new Counter({
    name: 'audit_gateway_http_requests_total',
    help: 'HTTP requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const latency = new Histogram({
    name: 'audit_gateway_http_request_seconds',
    help: 'Seconds from the arrival of an HTTP request to the end of its answer, subscriptions left out.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const operations = new Histogram({
    name: 'audit_gateway_operation_seconds',
    help: 'Seconds that GraphQL operations took, subscriptions left out, by type and first field.',
    labelNames: ['type', 'field'],
    buckets: SECONDS,
    registers,
  });
  const following = new Gauge({
    name: 'audit_gateway_subscriptions',
    help: 'Subscriptions that are open.',
    registers,
  });
  const upstream = new Histogram({
    name: 'audit_gateway_source_request_seconds',
    help: 'Seconds that requests to a source took, logins included.',
    labelNames: ['source'],
    buckets: SECONDS,
    registers,
  });
  const outcomes = new Counter({
    name: 'audit_gateway_source_requests_total',
    help: 'Requests to a source, by outcome: ok, or what went wrong.',
    labelNames: ['source', 'outcome'],
    registers,
  });
  const errors = new Counter({
    name: 'audit_gateway_source_errors_total',
    help: 'Requests to a source that did not go well.',
    labelNames: ['source'],
    registers,
  });
  const breakers = new Gauge({
    name: 'audit_gateway_source_breaker_state',
    help: "A source's circuit breaker: 1 for the state it is in, 0 for the others.",
    labelNames: ['source', 'state'],
    registers,
  });
  const kept = new Counter({
    name: 'audit_gateway_values_kept_as_text_total',
    help: 'Values in records read from a source that could not be kept as they are and became their text.',
    labelNames: ['source'],
    registers,
  });
  const undecoded = new Counter({
    name: 'audit_gateway_source_undecoded_records_total',
    help: 'Records of a source of which some members, or all, could not be read. What could be read is given.',
    labelNames: ['source'],
    registers,
  });
  const lag = new Gauge({
    name: 'audit_gateway_sync_lag_seconds',
    help: 'How old what the store holds of an archived source is: seconds since `syncedThrough`; NaN before its first sync.',
    labelNames: ['source'],
    registers,
  });
  const events = new Gauge({
    name: 'audit_gateway_stored_events',
    help: "Events in the gateway's own store.",
    registers,
  });
  const still = new Counter({
    name: 'audit_gateway_readers_stood_still_total',
    help: 'Clients of exports and subscriptions that were given up because they read nothing, by route.',
    labelNames: ['route'],
    registers,
  });
  const lanes = laneMetrics(registry);
  return {
    contentType: registry.contentType,
    lanes: lanes.add,
    stoodStill: (route) => still.inc({ route }),
    http(route, method, status, seconds) {
      requests.inc({ route, method, status });
      if (seconds !== null) latency.observe({ route }, seconds);
    },
    operation: ({ type, field }, seconds) => operations.observe({ type, field }, seconds),
    subscriptions: (open) => following.set(open),
    request(source, outcome, seconds) {
      outcomes.inc({ source, outcome });
      upstream.observe({ source }, seconds);
      if (outcome !== 'ok') errors.inc({ source });
    },
    breaker(source, state) {
      for (const each of BREAKER_STATES) breakers.set({ source, state: each }, each === state ? 1 : 0);
    },
    keptAsText: (source, values) => kept.inc({ source }, values),
    undecoded: (source) => undecoded.inc({ source }),
    async text() {
      const facts = await store().catch(() => null);
      events.set(facts?.events ?? Number.NaN);
      lag.reset();
      for (const [source, seconds] of facts?.lagSeconds ?? []) lag.set({ source }, seconds ?? Number.NaN);
      lanes.read();
      return registry.metrics();
    },
  };
}

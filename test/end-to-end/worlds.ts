import { ASTROMKEY_CREDENTIALS, startAstromkey } from '../../simulators/astromkey/index.ts';
import { F5XC_CREDENTIALS, startF5xc } from '../../simulators/f5xc/index.ts';
import type { Simulator, SimulatorOptions } from '../../simulators/kit/simulator.ts';
import { RIVERBED_CREDENTIALS, startRiverbed } from '../../simulators/riverbed/index.ts';
import { SALT_CREDENTIALS, startSalt } from '../../simulators/salt/index.ts';
import { startZstack, ZSTACK_CREDENTIALS } from '../../simulators/zstack/index.ts';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import type { Json } from '../../src/domain/json.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { ConnectedSource } from '../../src/federation/connected-source.ts';
import type { LaneSource } from '../../src/lanes/lane.ts';
import { eventTypeOf } from '../../src/schema/kinds.ts';
import { connectSource, type VendorSource } from '../../src/sources/connect-source.ts';
import { eventOf } from '../../src/sources/open-lane.ts';
import type { Patience } from '../../src/sources/open-line.ts';
import { ADAPTERS, VENDOR_KINDS, type VendorKind } from '../../src/sources/registry.ts';
import { rewritingProxy } from './rewriting-proxy.ts';

export type { VendorKind } from '../../src/sources/registry.ts';
export const VENDORS = VENDOR_KINDS;

/** A running vendor, the source that reads it, and what it holds. */
export interface World {
  readonly source: ConnectedSource;
  /** The lane of whoever copies all of it. */
  readonly whole: LaneSource;
  readonly probe: VendorSource['probe'];
  readonly simulator: Simulator<unknown>;
  /** All its records as events, in no order: what a gateway that misses nothing gives. */
  truth(): readonly AuditEvent[];
  close(): Promise<void>;
}

interface Start {
  start(options: Partial<SimulatorOptions>): Promise<Simulator<unknown>>;
  /** A record of the vendor's store as it stands in an answer. */
  readonly asAnswered: (record: never) => unknown;
}

const { username, password } = RIVERBED_CREDENTIALS;
const { accountName } = ZSTACK_CREDENTIALS;

/** What the configuration file holds of each vendor's own keys. */
export const CREDENTIALS: Readonly<Record<VendorKind, object>> = {
  salt: { auth: SALT_CREDENTIALS },
  riverbed: { auth: { username, password } },
  zstack: { auth: { accountName, password: ZSTACK_CREDENTIALS.password } },
  f5xc: { auth: F5XC_CREDENTIALS, namespace: 'default' },
  astromkey: { auth: ASTROMKEY_CREDENTIALS },
};

const STARTS: Readonly<Record<VendorKind, Start>> = {
  salt: { start: startSalt, asAnswered: (record) => record },
  riverbed: { start: startRiverbed, asAnswered: (record) => record },
  zstack: {
    start: startZstack,
    asAnswered: (record) => record,
  },
  f5xc: {
    start: startF5xc,
    asAnswered: ({ line }: { line: string }) => JSON.parse(line),
  },
  astromkey: { start: startAstromkey, asAnswered: (record) => record },
};

export interface WorldSettings extends Partial<SimulatorOptions> {
  /** The vendor's own switches. */
  readonly switches?: Readonly<Record<string, unknown>>;
  /** The source's own options, besides the credentials. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** What stands behind the simulator's own address. */
  readonly prefix?: string;
  /** What becomes of the bodies of its answers on their way. */
  readonly rewrite?: (body: string) => string;
  readonly pageSize?: number;
  readonly maxScan?: number;
  readonly timeoutMs?: number;
  /** How the gateway bears with it; as usual, where left out. */
  readonly patience?: Partial<Patience>;
  /** What one of its answers may hold; as usual, where left out. */
  readonly maxResponseBytes?: number;
  /** Hears what became of each request. */
  readonly observe?: (outcome: string) => void;
}

export async function world(kind: VendorKind, settings: WorldSettings = {}): Promise<World> {
  const {
    switches = {},
    options: more = {},
    prefix = '',
    pageSize = null,
    maxScan = 50_000,
    timeoutMs = 10_000,
    patience = {},
    maxResponseBytes,
    observe = () => {},
    rewrite,
    ...data
  } = settings;
  const { start, asAnswered } = STARTS[kind];
  const simulator = await start({ ...data, ...switches });
  const proxy = rewrite ? await rewritingProxy(simulator.url, rewrite) : null;
  const adapter = ADAPTERS[kind];
  const options = adapter.options.parse({ ...CREDENTIALS[kind], ...more });
  const key = kind as string as SourceKey;
  const limits = { maxConcurrent: null, requestsPerSecond: null, tls: null };
  const vendor = connectSource(
    adapter,
    options,
    { key, url: (proxy ?? simulator).url + prefix, timeoutMs, maxScan, pageSize, ...limits },
    {
      ...{ rules: BUILT_IN, clock: Date.now, observe: (_, outcome) => observe(outcome), patience },
      ...(maxResponseBytes === undefined ? {} : { maxResponseBytes }),
    },
  );
  return {
    simulator,
    source: {
      ...vendor,
      key,
      name: kind,
      kind,
      eventType: eventTypeOf(kind),
      mode: 'live',
      url: simulator.url,
      archive: null,
    },
    whole: vendor.whole,
    probe: vendor.probe,
    truth: () =>
      unique(
        simulator.records.flatMap((record) => {
          const received = asAnswered(record as never) as Json;
          return eventOf(received, { adapter, options, key, rules: BUILT_IN }) ?? [];
        }),
      ),
    async close() {
      await vendor.close();
      await proxy?.close();
      await simulator.close();
    },
  };
}

/**
 * Records alike in all that makes them what they are are one event, with the largest count; nobody is asked for more than
 * a day past now.
 */
function unique(events: readonly AuditEvent[]): readonly AuditEvent[] {
  const end = (Date.now() + 86_400_000) * 1_000;
  const byId = new Map<string, AuditEvent>();
  for (const event of events.filter(({ occurredAt }) => occurredAt < end)) {
    if (event.count > (byId.get(event.id)?.count ?? 0)) byId.set(event.id, event);
  }
  return [...byId.values()];
}

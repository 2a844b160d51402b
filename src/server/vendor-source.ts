import { canonicalJson } from '../domain/canonical.ts';
import { EARLIEST, type Instant, SECOND } from '../domain/instant.ts';
import { isJsonObject, type Json } from '../domain/json.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { resolve } from '../domain/time-expression.ts';
import type { ConnectedSource } from '../federation/connected-source.ts';
import type { LaneSource } from '../lanes/lane.ts';
import { eventTypeOf } from '../schema/kinds.ts';
import { connectSource, type SourceSettings, type VendorSource } from '../sources/connect-source.ts';
import { ADAPTERS } from '../sources/registry.ts';
import type { ArchiveIdentity } from '../store/port/archive-store.ts';
import type { ArchiveSource } from '../sync/archive-source.ts';
import type { SourceConfig } from './config/gateway-config.ts';
import { STORE_CAPABILITIES } from './gateway-source.ts';
import type { SourceMetrics } from './metrics.ts';

export interface OpenVendor {
  readonly config: SourceConfig;
  /** Asked itself where it is LIVE; where it is archived, through the store's lane, which holds its copy. */
  readonly source: ConnectedSource;
  /** How it is copied; null where it is LIVE. */
  readonly archive: ArchiveSource | null;
  readonly probe: VendorSource['probe'];
  close(): Promise<void>;
}

/** A configured vendor, connected. Nothing is sent to it before somebody asks. */
export function vendorSource(
  config: SourceConfig & Pick<SourceSettings, 'answerMs'>,
  stored: LaneSource | null,
  rules: RedactionRules,
  clock: () => number,
  metrics: SourceMetrics,
): OpenVendor {
  const { key, name, kind, mode, url, options, ...settings } = config;
  const {
    lane,
    whole,
    clock: its,
    capabilities,
    auditConfig,
    probe,
    close,
  } = connectSource(
    ADAPTERS[kind],
    options,
    { key, url, ...settings },
    {
      rules,
      clock,
      observe: (source, outcome, seconds) => metrics.request(source, outcome, seconds),
      undecoded: (source) => metrics.undecoded?.(source),
      breaker: (source, state) => metrics.breaker?.(source, state),
      keptAsText: (source, values) => metrics.keptAsText?.(source, values),
    },
  );
  const common = { key, name, kind, eventType: eventTypeOf(kind), mode, url, auditConfig };
  if (mode === 'live' || stored === null) {
    return { config, source: { ...common, capabilities, lane, archive: null }, archive: null, probe, close };
  }
  const rhythm = { pollUs: config.pollSeconds * SECOND, beginsAt: beginningOf(config) };
  const archive = {
    key,
    name,
    kind,
    lane: whole,
    watchClock: its.watch,
    latenessUs: config.latenessSeconds * SECOND,
    ...rhythm,
  };
  const source = { ...common, capabilities: STORE_CAPABILITIES, lane: stored, archive: rhythm };
  return { config, source, archive, probe, close };
}

function beginningOf({ backfillFrom }: SourceConfig): (now: Instant) => Instant {
  return (now) => (backfillFrom === null ? EARLIEST : resolve(backfillFrom, now));
}

/** What makes a source itself, whatever it is called: its address, and what tells it from another one there, but no secret. */
export function identityOf({ key, kind, mode, url, options }: SourceConfig): ArchiveIdentity {
  const { auth, ...rest } = isJsonObject(options as Json) ? (options as Record<string, Json>) : {};
  return {
    key,
    kind,
    place: `${url} ${canonicalJson(JSON.parse(JSON.stringify(rest)) as Json)}`,
    archived: mode === 'archive',
  };
}

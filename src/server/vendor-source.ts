import type { RedactionRules } from '../domain/redact.ts';
import type { ConnectedSource } from '../federation/connected-source.ts';
import { connectSource, type VendorSource } from '../sources/connect-source.ts';
import { ADAPTERS } from '../sources/registry.ts';
import type { SourceConfig } from './config/gateway-config.ts';
import type { SourceMetrics } from './metrics.ts';

export interface OpenVendor {
  readonly source: ConnectedSource;
  readonly probe: VendorSource['probe'];
  close(): Promise<void>;
}

/** A configured vendor, connected. Nothing is sent to it before somebody asks. */
export function vendorSource(
  { key, name, kind, mode, url, options, ...settings }: SourceConfig,
  rules: RedactionRules,
  clock: () => number,
  metrics: SourceMetrics,
): OpenVendor {
  const { lane, capabilities, auditConfig, probe, close } = connectSource(
    ADAPTERS[kind],
    options,
    { key, url, ...settings },
    {
      rules,
      clock,
      observe: (source, outcome, seconds) => metrics.request(source, outcome, seconds),
      breaker: (source, state) => metrics.breaker?.(source, state),
    },
  );
  return { source: { key, name, kind, mode, url, capabilities, lane, archive: null, auditConfig }, probe, close };
}

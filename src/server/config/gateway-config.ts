import type { SourceKey } from '../../domain/event.ts';
import type { TimeExpression } from '../../domain/time-expression.ts';
import type { SourceMode } from '../../federation/connected-source.ts';
import type { QueryLimits } from '../../schema/context.ts';
import type { VendorKind } from '../../sources/registry.ts';
import type { HttpBounds } from '../http-bounds.ts';

/** The configuration file, read, completed and checked: nothing in it is wrong any more. */
export interface GatewayConfig {
  readonly server: { readonly host: string; readonly port: number };
  readonly database: {
    readonly url: string;
    readonly directUrl?: string | undefined;
    readonly maxConnections: number;
  };
  readonly redaction: { readonly keys: readonly string[] };
  readonly limits: QueryLimits & HttpBounds;
  /** For how long a process keeps the sources that it syncs without a word, before another one takes over. */
  readonly sync: { readonly leaseSeconds: number };
  /** In the file's order. */
  readonly sources: readonly SourceConfig[];
}

export interface SourceConfig {
  readonly key: SourceKey;
  readonly name: string;
  readonly kind: VendorKind;
  readonly mode: SourceMode;
  /** Without a slash at the end. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly maxScan: number;
  readonly maxConcurrent: number | null;
  readonly requestsPerSecond: number | null;
  readonly pageSize: number | null;
  /** Of an archived source: how far back each sync reads again, how often there is one, and where the copy begins. */
  readonly latenessSeconds: number;
  readonly pollSeconds: number;
  readonly backfillFrom: TimeExpression | null;
  /** A proxy's address, which may hold a password; false: none; null: the environment decides. */
  readonly proxy: string | false | null;
  readonly tls: { readonly caFile?: string | undefined; readonly insecure?: boolean | undefined } | null;
  /** What the vendor's adapter made of its own keys. */
  readonly options: unknown;
}

/** A configuration that cannot be used; `problems` name the key, what was expected and what was found, never a secret. */
export class ConfigError extends Error {
  readonly code = 'CONFIG';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[], options?: ErrorOptions) {
    super([what, ...problems].join('\n'), options);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

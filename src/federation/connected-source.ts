import type { AuditSettings } from '../domain/audit-settings.ts';
import type { SourceKey, SourceKind } from '../domain/event.ts';
import type { LaneSource } from '../lanes/lane.ts';
import type { ArchiveRules } from './page/archive-coverage.ts';

export type SourceMode = 'live' | 'archive';

/** A source as the gateway knows it: what it is called, what it can do, and the lane its events come from. */
export interface ConnectedSource {
  readonly key: SourceKey;
  readonly name: string;
  readonly kind: SourceKind;
  /** The GraphQL type of its events, which is the first half of their node ids. */
  readonly eventType: string;
  readonly mode: SourceMode;
  readonly url: string | null;
  readonly capabilities: SourceCapabilities;
  /** Sources with the same lane (those in the store) are asked through it together. */
  readonly lane: LaneSource;
  /** How it is copied into the store; null for a LIVE source, and for the gateway itself. */
  readonly archive: ArchiveRules | null;
  /** The upstream's own audit configuration, asked for live; null where it has none. Throws `SourceError`. */
  auditConfig(signal: AbortSignal): Promise<AuditSettings | null>;
}

export interface SourceCapabilities {
  /** Filter paths that the upstream can apply itself. */
  readonly filters: readonly string[];
  readonly timeFilter: boolean;
  readonly totalCount: boolean;
  /** The most records one upstream request gives; null: no such limit. */
  readonly maxPageSize: number | null;
}

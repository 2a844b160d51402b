import type { SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import type { Gateway } from '../federation/gateway.ts';
import type { EventStore } from '../store/port/event-store.ts';

/** What one GraphQL request may ask, and how it is bounded. One context serves one request. */
export interface SchemaContext {
  readonly gateway: Gateway;
  readonly store: Pick<EventStore, 'config' | 'changeConfig' | 'record' | 'syncStates'>;
  /** A sync of an archived source from now on; how many events it stored. Throws the `SourceError` it failed of. */
  readonly syncNow: (source: SourceKey, signal: AbortSignal) => Promise<number>;
  readonly limits: QueryLimits;
  /** Who asks, as far as known: written down as `updatedBy` and as the actor of a change. */
  readonly principal: string | null;
  readonly now: () => Instant;
  /** What is redacted from recorded events, besides the built-in names. */
  readonly rules: RedactionRules;
  /** The operation's variables as the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Aborts when the client goes away or the request has taken too long. */
  readonly signal: AbortSignal;
}

export interface QueryLimits {
  /** The most events of one page, and the most ids of one `nodes`. */
  readonly maxPageSize: number;
  /** How deep selections may nest; `auditEvents { edges { node { id } } }` is 4. */
  readonly maxDepth: number;
  /** What one operation may cost: see `cost.ts`. */
  readonly maxCost: number;
}

/** What is known of a request before its body is read. */
export type RequestSurroundings = Omit<SchemaContext, 'variables'>;

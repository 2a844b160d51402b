import type { Instant } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import type { ViewerGateway } from '../federation/gateway.ts';
import type { ViewerGovernance } from '../governance/governance.ts';

/** What one GraphQL request may ask, and how it is bounded. One context serves one request. */
export interface SchemaContext {
  /** All events that who asks may see, and all of the sources. */
  readonly gateway: ViewerGateway;
  /** What who asks may do to the store. */
  readonly governance: ViewerGovernance;
  readonly limits: QueryLimits;
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

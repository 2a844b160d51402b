import type { Brand } from './brand.ts';
import type { EventId } from './event-id.ts';
import type { Instant } from './instant.ts';
import type { Json } from './json.ts';

/** The id of a source in the configuration file: never renamed, for every event id hashes it. */
export type SourceKey = Brand<string, 'SourceKey'>;

/** The gateway's own store of its own and recorded events; no configured source may take this key. */
export const GATEWAY = 'gateway' as SourceKey;

/** What a source is, in a word: `gateway` for the gateway's own store, else what a configuration file calls its vendor. */
export type SourceKind = string;

export const OPERATIONS = [
  'CREATE',
  'READ',
  'UPDATE',
  'DELETE',
  'LOGIN',
  'LOGOUT',
  'EXECUTE',
  'GRANT',
  'REVOKE',
  'START',
  'STOP',
  'OTHER',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const CATEGORIES = [
  'AUTHENTICATION',
  'AUTHORIZATION',
  'CONFIGURATION',
  'RESOURCE',
  'API_CALL',
  'TASK',
  'SYSTEM',
  'OTHER',
] as const;
export type EventCategory = (typeof CATEGORIES)[number];

export const OUTCOMES = ['SUCCESS', 'FAILURE', 'UNKNOWN'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CHANGE_OPS = ['ADD', 'REMOVE', 'REPLACE', 'SET'] as const;
export type ChangeOp = (typeof CHANGE_OPS)[number];

export interface Actor {
  readonly uid: string | null;
  readonly name: string | null;
  readonly type: string | null;
}
export interface Target {
  readonly type: string | null;
  readonly uid: string | null;
  readonly name: string | null;
}
export interface Client {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly origin: string | null;
}
/** `before` and `after` are null where the vendor does not say. */
export interface FieldChange {
  readonly path: string;
  readonly op: ChangeOp;
  readonly before: Json;
  readonly after: Json;
}

/** One audited happening, normalised. An empty text counts as absent and is null here; `raw` keeps it. */
export interface AuditEvent {
  readonly id: EventId;
  readonly source: SourceKey;
  readonly occurredAt: Instant;
  readonly endedAt: Instant | null;
  readonly durationMs: number | null;
  /** The vendor's own name of what was done; empty where it gives none. */
  readonly action: string;
  readonly operation: Operation;
  /** Dotted, most general part first. */
  readonly recordType: string;
  readonly category: EventCategory;
  readonly outcome: Outcome;
  readonly message: string | null;
  readonly actor: Actor | null;
  readonly target: Target | null;
  readonly client: Client | null;
  readonly sessionId: string | null;
  readonly requestId: string | null;
  readonly changes: readonly FieldChange[];
  readonly count: number;
  /** The record as received, secrets redacted. */
  readonly raw: Json;
  /** JSON pointers into `raw`: where a value that could not be kept as it is stands as its text. The first hundred. */
  readonly keptAsText: readonly string[];
  /** When the gateway stored it; left out for an event that comes from a vendor. */
  readonly recordedAt?: Instant;
}

type Decoded = Omit<AuditEvent, 'id' | 'source' | 'raw' | 'keptAsText' | 'recordedAt'>;
type Optional = { [Name in keyof Decoded]: null extends Decoded[Name] ? Name : never }[keyof Decoded];

/**
 * What an adapter decodes: an event that does not yet know whose it is, nor what it came as. What the vendor never says may be
 * left out.
 */
export type EventDraft = Omit<Decoded, Optional> &
  Partial<Pick<Decoded, Optional>> & {
    /** What makes the record this one: the vendor's own id, else the canonical JSON of the fields that never change. */
    readonly nativeKey: string;
  };

/** The event that a draft becomes. Member by member: spreading takes ten times as long, and makes events of many shapes. */
export function eventFrom(
  draft: EventDraft,
  { id, source, raw, keptAsText }: Pick<AuditEvent, 'id' | 'source' | 'raw' | 'keptAsText'>,
): AuditEvent {
  return {
    id,
    source,
    occurredAt: draft.occurredAt,
    endedAt: draft.endedAt ?? null,
    durationMs: draft.durationMs ?? null,
    action: draft.action,
    operation: draft.operation,
    recordType: draft.recordType,
    category: draft.category,
    outcome: draft.outcome,
    message: draft.message ?? null,
    actor: draft.actor ?? null,
    target: draft.target ?? null,
    client: draft.client ?? null,
    sessionId: draft.sessionId ?? null,
    requestId: draft.requestId ?? null,
    changes: draft.changes,
    count: draft.count,
    raw,
    keptAsText,
  };
}

/** The members that are there, or null when none is: an actor, target or client of nothing is no actor at all. */
export function presence<Part extends Actor | Target | Client>(part: Part): Part | null {
  return Object.values(part).some((value) => value !== null) ? part : null;
}

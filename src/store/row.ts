import { type AuditEvent, type FieldChange, presence } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import { Prisma } from './generated/client.ts';

/** A stored event as it is read: flat, its times as plain numbers (a `bigint` would cost more and is never needed). */
export interface EventRow
  extends Pick<AuditEvent, 'occurredAt' | 'id' | 'source' | 'endedAt' | 'durationMs' | 'action' | 'operation'>,
    Pick<AuditEvent, 'recordType' | 'category' | 'outcome' | 'message' | 'sessionId' | 'requestId' | 'count'> {
  readonly actorUid: string | null;
  readonly actorName: string | null;
  readonly actorType: string | null;
  readonly targetType: string | null;
  readonly targetUid: string | null;
  readonly targetName: string | null;
  readonly clientIp: string | null;
  readonly clientUserAgent: string | null;
  readonly clientOrigin: string | null;
  readonly changes: readonly FieldChange[];
  readonly raw: Json;
  readonly keptAsText: readonly string[];
  readonly recordedAt: Instant;
}

/** What to select for an `EventRow`. */
export const ROW = Prisma.raw(
  [
    'occurred_at::double precision AS "occurredAt"',
    'id',
    'source',
    'ended_at::double precision AS "endedAt"',
    'duration_ms AS "durationMs"',
    'action',
    'operation',
    'record_type AS "recordType"',
    'category',
    'outcome',
    'message',
    'actor_uid AS "actorUid"',
    'actor_name AS "actorName"',
    'actor_type AS "actorType"',
    'target_type AS "targetType"',
    'target_uid AS "targetUid"',
    'target_name AS "targetName"',
    'client_ip AS "clientIp"',
    'client_user_agent AS "clientUserAgent"',
    'client_origin AS "clientOrigin"',
    'session_id AS "sessionId"',
    'request_id AS "requestId"',
    'changes',
    'count',
    'raw',
    'kept_as_text AS "keptAsText"',
    'recorded_at::double precision AS "recordedAt"',
  ].join(', '),
);

export function eventOf(row: EventRow): AuditEvent {
  return {
    id: row.id,
    source: row.source,
    occurredAt: row.occurredAt,
    endedAt: row.endedAt,
    durationMs: row.durationMs,
    action: row.action,
    operation: row.operation,
    recordType: row.recordType,
    category: row.category,
    outcome: row.outcome,
    message: row.message,
    actor: presence({ uid: row.actorUid, name: row.actorName, type: row.actorType }),
    target: presence({ type: row.targetType, uid: row.targetUid, name: row.targetName }),
    client: presence({ ip: row.clientIp, userAgent: row.clientUserAgent, origin: row.clientOrigin }),
    sessionId: row.sessionId,
    requestId: row.requestId,
    changes: row.changes,
    count: row.count,
    raw: row.raw,
    keptAsText: row.keptAsText,
    recordedAt: row.recordedAt,
  };
}

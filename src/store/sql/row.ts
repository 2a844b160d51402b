import { type AuditEvent, presence } from '../../domain/event.ts';
import {
  EVENT_FIELDS,
  EVENT_PATHS,
  type EventPath,
  type FlatName,
  flatName,
  type ValueOf,
} from '../../domain/event-fields.ts';
import { columnName } from './columns.ts';
import { raw } from './sql.ts';

/** A stored event as it is read: flat, its times as plain numbers (a `bigint` would cost more and is never needed). */
export type EventRow = { readonly [Path in EventPath as FlatName<Path>]: ValueOf<Path> };

/** What to select for an `EventRow`. */
export const ROW = raw(
  EVENT_PATHS.map((path) => {
    const cast = EVENT_FIELDS[path].type === 'time' ? '::double precision' : '';
    return `${columnName(path)}${cast} AS "${flatName(path)}"`;
  }).join(', '),
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

import type { AuditEvent } from '../domain/event.ts';
import { FIELDS } from '../domain/fields.ts';
import { inetAddress } from './address-text.ts';
import { Prisma } from './generated/client.ts';

/** An event with everything that a row holds. */
export type StoredEvent = Required<AuditEvent>;

/** The columns that an insert fills, and their types. */
const TYPES = {
  occurred_at: 'bigint',
  id: 'uuid',
  source: 'text',
  ended_at: 'bigint',
  duration_ms: 'double precision',
  action: 'text',
  operation: 'text',
  record_type: 'text',
  category: 'text',
  outcome: 'text',
  message: 'text',
  actor_id: 'text',
  actor_name: 'text',
  actor_type: 'text',
  target_type: 'text',
  target_id: 'text',
  target_name: 'text',
  client_ip: 'text',
  client_address: 'inet',
  client_user_agent: 'text',
  client_origin: 'text',
  session_id: 'text',
  request_id: 'text',
  changes: 'jsonb',
  changed_paths: 'text[]',
  count: 'integer',
  raw: 'jsonb',
  recorded_at: 'bigint',
} as const;

/** Written out, and what is absent left out: so printing a thousand of them takes a third of the time, and reading them less. */
function rowOf(event: StoredEvent): Record<keyof typeof TYPES, unknown> {
  const { actor, target, client } = event;
  return {
    occurred_at: event.occurredAt,
    id: event.id,
    source: event.source,
    ended_at: event.endedAt ?? undefined,
    duration_ms: event.durationMs ?? undefined,
    action: event.action,
    operation: event.operation,
    record_type: event.recordType,
    category: event.category,
    outcome: event.outcome,
    message: event.message ?? undefined,
    actor_id: actor?.id ?? undefined,
    actor_name: actor?.name ?? undefined,
    actor_type: actor?.type ?? undefined,
    target_type: target?.type ?? undefined,
    target_id: target?.id ?? undefined,
    target_name: target?.name ?? undefined,
    client_ip: client?.ip ?? undefined,
    client_address: inetAddress(client?.ip ?? null) ?? undefined,
    client_user_agent: client?.userAgent ?? undefined,
    client_origin: client?.origin ?? undefined,
    session_id: event.sessionId ?? undefined,
    request_id: event.requestId ?? undefined,
    changes: event.changes,
    changed_paths: FIELDS.changedPath.read(event),
    count: event.count,
    raw: event.raw,
    recorded_at: event.recordedAt,
  };
}

const NAMES = Object.keys(TYPES);
const TARGETS = Prisma.raw(NAMES.join(', '));
const TYPED = Prisma.raw(
  Object.entries(TYPES)
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
);
/** A record whose whole JSON is null comes out of `json_to_recordset` as no value. */
const VALUES = Prisma.raw(NAMES.map((name) => (name === 'raw' ? "coalesce(raw, 'null')" : name)).join(', '));

/** One statement that stores them all, in their order: one parameter, however many there are. */
export function insertSql(events: readonly StoredEvent[]): Prisma.Sql {
  return Prisma.sql`INSERT INTO audit_event (${TARGETS}) SELECT ${VALUES} FROM json_to_recordset(${JSON.stringify(events.map(rowOf))}::json) AS event(${TYPED})`;
}

/**
 * The same for records that a source may give again: what is there already stays, but for a count that has grown since.
 * Tells how many were new; `before` is the number of the newest arrival until now.
 */
export function ingestSql(events: readonly StoredEvent[], before: number): Prisma.Sql {
  return Prisma.sql`
    WITH stored AS (
      ${insertSql(events)} ON CONFLICT (occurred_at, id) DO UPDATE SET count = excluded.count, raw = excluded.raw
      WHERE audit_event.count < excluded.count RETURNING arrival
    ) SELECT (count(*) FILTER (WHERE arrival > ${before}::bigint))::integer AS added FROM stored`;
}

import type { AuditEvent } from '../domain/event.ts';
import { FIELDS } from '../domain/fields.ts';
import { inetAddress } from './address-text.ts';
import { Prisma } from './generated/client.ts';

/** An event with everything that a row holds. */
export type StoredEvent = Required<AuditEvent>;

type Column = readonly [type: string, of: (event: StoredEvent) => unknown];

const text = (of: (event: StoredEvent) => string | null | undefined): Column => ['text', of];

const COLUMNS: Readonly<Record<string, Column>> = {
  occurred_at: ['bigint', (event) => event.occurredAt],
  id: ['uuid', (event) => event.id],
  source: text((event) => event.source),
  ended_at: ['bigint', (event) => event.endedAt],
  duration_ms: ['double precision', (event) => event.durationMs],
  action: text((event) => event.action),
  operation: text((event) => event.operation),
  record_type: text((event) => event.recordType),
  category: text((event) => event.category),
  outcome: text((event) => event.outcome),
  message: text((event) => event.message),
  actor_id: text((event) => event.actor?.id),
  actor_name: text((event) => event.actor?.name),
  actor_type: text((event) => event.actor?.type),
  target_type: text((event) => event.target?.type),
  target_id: text((event) => event.target?.id),
  target_name: text((event) => event.target?.name),
  client_ip: text((event) => event.client?.ip),
  client_address: ['inet', (event) => inetAddress(event.client?.ip ?? null)],
  client_user_agent: text((event) => event.client?.userAgent),
  client_origin: text((event) => event.client?.origin),
  session_id: text((event) => event.sessionId),
  request_id: text((event) => event.requestId),
  changes: ['jsonb', (event) => event.changes],
  changed_paths: ['text[]', (event) => FIELDS.changedPath.read(event)],
  count: ['integer', (event) => event.count],
  raw: ['jsonb', (event) => event.raw],
  recorded_at: ['bigint', (event) => event.recordedAt],
};

const NAMES = Object.keys(COLUMNS);
const TARGETS = Prisma.raw(NAMES.join(', '));
const TYPED = Prisma.raw(
  Object.entries(COLUMNS)
    .map(([name, [type]]) => `${name} ${type}`)
    .join(', '),
);
/** A record whose whole JSON is null comes out of `jsonb_to_recordset` as no value. */
const VALUES = Prisma.raw(NAMES.map((name) => (name === 'raw' ? "coalesce(raw, 'null')" : name)).join(', '));

const READERS = Object.values(COLUMNS).map(([, of]) => of);
const KEYS = NAMES.map((name) => `${JSON.stringify(name)}:`);

/** One statement that stores them all, in their order: one parameter, however many there are. */
export function insertSql(events: readonly StoredEvent[]): Prisma.Sql {
  return Prisma.sql`INSERT INTO audit_event (${TARGETS}) SELECT ${VALUES} FROM jsonb_to_recordset(${rowsOf(events)}::jsonb) AS event(${TYPED})`;
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

/** Put together by hand: an object for each row, only to be printed, takes a third of the time of an insert. */
function rowsOf(events: readonly StoredEvent[]): string {
  const rows = events.map(
    (event) => `{${READERS.map((of, at) => KEYS[at] + JSON.stringify(of(event) ?? null)).join(',')}}`,
  );
  return `[${rows.join(',')}]`;
}

import type { AuditEvent } from '../domain/event.ts';
import { FIELDS } from '../domain/fields.ts';
import { inetAddress } from './address-text.ts';
import { arrayText, type Cell } from './array-text.ts';

/** An event with everything that a row holds. */
export type StoredEvent = Required<AuditEvent>;

/** The columns that whoever stores events fills: each one's type, and what of an event stands in it. */
export const COLUMNS: Readonly<Record<string, readonly [type: string, read: (event: StoredEvent) => Cell]>> = {
  occurred_at: ['bigint', (event) => event.occurredAt],
  id: ['uuid', (event) => event.id],
  source: ['text', (event) => event.source],
  ended_at: ['bigint', (event) => event.endedAt],
  duration_ms: ['double precision', (event) => event.durationMs],
  action: ['text', (event) => event.action],
  operation: ['text', (event) => event.operation],
  record_type: ['text', (event) => event.recordType],
  category: ['text', (event) => event.category],
  outcome: ['text', (event) => event.outcome],
  message: ['text', (event) => event.message],
  actor_uid: ['text', ({ actor }) => actor?.uid],
  actor_name: ['text', ({ actor }) => actor?.name],
  actor_type: ['text', ({ actor }) => actor?.type],
  target_type: ['text', ({ target }) => target?.type],
  target_uid: ['text', ({ target }) => target?.uid],
  target_name: ['text', ({ target }) => target?.name],
  client_ip: ['text', ({ client }) => client?.ip],
  client_address: ['inet', ({ client }) => inetAddress(client?.ip ?? null)],
  client_user_agent: ['text', ({ client }) => client?.userAgent],
  client_origin: ['text', ({ client }) => client?.origin],
  session_id: ['text', (event) => event.sessionId],
  request_id: ['text', (event) => event.requestId],
  changes: ['jsonb', (event) => JSON.stringify(event.changes)],
  changed_paths: ['text[]', (event) => arrayText(FIELDS.changedPath.read(event))],
  count: ['integer', (event) => event.count],
  raw: ['jsonb', (event) => JSON.stringify(event.raw)],
  kept_as_text: ['text[]', (event) => arrayText(event.keptAsText)],
  recorded_at: ['bigint', (event) => event.recordedAt],
};

/** Their names, as SQL lists them. */
export const COLUMN_NAMES = Object.keys(COLUMNS).join(', ');

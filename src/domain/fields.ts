import type { AuditEvent } from './event.ts';
import type { Json } from './json.ts';

/** How a field's values are compared: as texts, as numbers, as instants, as JSON, or as the words of a whole event. */
export type FieldType = 'text' | 'number' | 'instant' | 'json' | 'words';

interface FieldSpec {
  readonly type: FieldType;
  /** All values that are there; an absent value, and an empty text, is none at all. */
  readonly read: (event: AuditEvent) => readonly Json[];
}

function some(...values: readonly (string | number | null | undefined)[]): readonly (string | number)[] {
  return values.filter((value) => value !== null && value !== undefined && value !== '') as (string | number)[];
}

const text = (read: (event: AuditEvent) => string | null | undefined): FieldSpec => ({
  type: 'text',
  read: (event) => some(read(event)),
});

/** The one table of fields, named by their path in the API's filter. */
export const FIELDS = {
  source: text((event) => event.source),
  occurredAt: { type: 'instant', read: (event) => [event.occurredAt] },
  action: text((event) => event.action),
  recordType: text((event) => event.recordType),
  operation: text((event) => event.operation),
  category: text((event) => event.category),
  outcome: text((event) => event.outcome),
  'actor.uid': text((event) => event.actor?.uid),
  'actor.name': text((event) => event.actor?.name),
  'actor.type': text((event) => event.actor?.type),
  'target.type': text((event) => event.target?.type),
  'target.uid': text((event) => event.target?.uid),
  'target.name': text((event) => event.target?.name),
  'client.ip': text((event) => event.client?.ip),
  'client.userAgent': text((event) => event.client?.userAgent),
  'client.origin': text((event) => event.client?.origin),
  sessionId: text((event) => event.sessionId),
  requestId: text((event) => event.requestId),
  message: text((event) => event.message),
  durationMs: { type: 'number', read: (event) => some(event.durationMs) },
  changedPath: {
    type: 'text',
    read: (event) => event.changes.map((change) => change.path).filter((path) => path !== ''),
  },
  raw: { type: 'json', read: (event) => [event.raw] },
  text: { type: 'words', read: () => [] },
} as const satisfies Record<string, FieldSpec>;

export type Field = keyof typeof FIELDS;

export function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

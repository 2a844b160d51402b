import { addressOf } from '../../domain/address-with-port.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import { type EventCategory, type EventDraft, type FieldChange, type Outcome, presence } from '../../domain/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { numberReceived } from '../../domain/number-in.ts';
import { operationOf } from '../../domain/verbs.ts';
import { textOrDigits, textOrNull } from '../kit/values.ts';
import { timestampOf } from './timestamp.ts';

export function decode(record: Json): EventDraft | null {
  const occurredAt = timestampOf(record);
  if (!isJsonObject(record) || occurredAt === null) return null;
  const action = textOrNull(record.action) ?? '';
  const recordType = textOrNull(record.record_type) ?? '';
  const identifier = textOrNull(record.identifier);
  return {
    nativeKey: fingerprint(record),
    occurredAt,
    endedAt: null,
    durationMs: null,
    action,
    operation: operationOf(action),
    recordType,
    category: CATEGORY.get(recordType.split('.', 1)[0] ?? '') ?? 'OTHER',
    outcome: OUTCOME.get(record.success) ?? 'UNKNOWN',
    message: null,
    actor: presence({ uid: userId(record.uid), name: textOrNull(record.username), type: null }),
    target: presence({ type: subtype(recordType), uid: identifier, name: identifier }),
    client: presence({
      ip: address(textOrNull(record.ipaddr)),
      userAgent: textOrNull(record.user_agent),
      origin: textOrNull(record.module),
    }),
    sessionId: textOrNull(record.sid),
    requestId: null,
    changes: changes(record.details),
    count: times(record.count),
  };
}

/** There is no id. `count` grows while the minute of an event lasts, so it is no part of what the event is. */
function fingerprint({ count: _, ...lasting }: JsonObject): string {
  return canonicalJson(lasting);
}

const CATEGORY: ReadonlyMap<string, EventCategory> = new Map([
  ['authentication', 'AUTHENTICATION'],
  ['authorization', 'AUTHORIZATION'],
  ['configuration_change', 'CONFIGURATION'],
]);

const OUTCOME: ReadonlyMap<Json | undefined, Outcome> = new Map([
  [1, 'SUCCESS'],
  [0, 'FAILURE'],
]);

/** Without a port; a text that is no address stays what it is. */
function address(text: string | null): string | null {
  return text === null ? null : (addressOf(text) ?? text);
}

const UNSET = '-1';

function userId(uid: Json | undefined): string | null {
  const id = textOrDigits(uid);
  return id === UNSET ? null : id;
}

/** `host_group` of `configuration_change.host_group`. */
function subtype(recordType: string): string | null {
  const dot = recordType.indexOf('.');
  return dot === -1 ? null : textOrNull(recordType.slice(dot + 1));
}

function changes(details: Json | undefined): readonly FieldChange[] {
  return Array.isArray(details) ? (details as readonly Json[]).filter(isJsonObject).map(change) : [];
}

function change(detail: JsonObject): FieldChange {
  const path = textOrNull(detail.field) ?? '';
  const before = detail.old ?? null;
  const after = detail.new ?? null;
  if (before !== null && after !== null) return { path, op: 'REPLACE', before, after };
  if (after !== null) return { path, op: 'ADD', before, after };
  if (before !== null) return { path, op: 'REMOVE', before, after };
  return { path, op: 'SET', before: null, after: detail.value ?? null };
}

const MOST_TIMES = 2 ** 31 - 1;

function times(count: Json | undefined): number {
  const number = numberReceived(count);
  return number !== null && Number.isInteger(number) && number >= 1 ? Math.min(number, MOST_TIMES) : 1;
}

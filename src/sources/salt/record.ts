import { canonicalJson } from '../../domain/canonical.ts';
import { type EventCategory, type EventDraft, type Operation, type Outcome, presence } from '../../domain/event.ts';
import { type Instant, MILLISECOND } from '../../domain/instant.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { operationOf } from '../../domain/verbs.ts';
import { rfc3339OrNull, textOrDigits, textOrNull } from '../kit/values.ts';

/** When an event began; null for anything that is no record with a readable time. */
export function startOf(record: Json): Instant | null {
  return isJsonObject(record) ? rfc3339OrNull(record.start_time) : null;
}

export function decode(record: Json): EventDraft | null {
  const occurredAt = startOf(record);
  if (!isJsonObject(record) || occurredAt === null) return null;
  const endedAt = rfc3339OrNull(record.end_time);
  const type = textOrNull(record.event_type);
  const name = textOrNull(record.event_name);
  const data = isJsonObject(record.event_data) ? record.event_data : {};
  return {
    nativeKey: textOrDigits(record.id) ?? canonicalJson(record),
    occurredAt,
    endedAt,
    durationMs: endedAt === null ? null : (endedAt - occurredAt) / MILLISECOND,
    action: name ?? '',
    operation: operation(type, name),
    recordType: [type, name].filter((part) => part !== null).join('.'),
    category: CATEGORY.get(type) ?? 'OTHER',
    outcome: OUTCOME.get(record.failed) ?? 'UNKNOWN',
    message: textOrNull(data.note),
    actor: presence({ uid: textOrNull(record.account_uuid), name: textOrNull(record.username), type: null }),
    target: presence({ type: type === 'rpc' ? resource(name) : null, uid: null, name: null }),
    client: presence({ ip: null, userAgent: header(data, 'user-agent'), origin: header(data, 'host') }),
    sessionId: textOrNull(record.session_uuid),
    requestId: null,
    changes: [],
    count: 1,
  };
}

const CATEGORY: ReadonlyMap<string | null, EventCategory> = new Map([
  ['auth', 'AUTHENTICATION'],
  ['rpc', 'API_CALL'],
  ['task', 'TASK'],
  ['system', 'SYSTEM'],
]);

const OUTCOME: ReadonlyMap<Json | undefined, Outcome> = new Map([
  [true, 'FAILURE'],
  [false, 'SUCCESS'],
]);

const OPERATION: ReadonlyMap<string | null, Operation> = new Map([
  ['login', 'LOGIN'],
  ['logout', 'LOGOUT'],
  ['startup', 'START'],
  ['shutdown', 'STOP'],
]);

function operation(type: string | null, name: string | null): Operation {
  if (type === 'task') return 'EXECUTE';
  if (type === 'rpc') return operationOf(name?.slice(name.lastIndexOf('.') + 1) ?? '');
  return OPERATION.get(name) ?? 'OTHER';
}

/** `minions` of `minions.get_minion_status`. */
function resource(name: string | null): string | null {
  return name?.includes('.') ? textOrNull(name.slice(0, name.lastIndexOf('.'))) : null;
}

function header(data: JsonObject, name: string): string | null {
  const headers = data.headers;
  if (!isJsonObject(headers)) return null;
  return textOrNull(Object.entries(headers).find(([given]) => given.toLowerCase() === name)?.[1]);
}

import { addressOf } from '../../domain/address-with-port.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import { type EventCategory, type EventDraft, type Operation, type Outcome, presence } from '../../domain/event.ts';
import { fromMillis, type Instant } from '../../domain/instant.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { numberIn } from '../../domain/number-in.ts';
import { textOrDigits, textOrNull } from '../kit/values.ts';
import { changesOf } from './patch.ts';

/** When an entry was made; null where that cannot be read. */
export function timeOf(record: Json): Instant | null {
  const timestamp = isJsonObject(record) ? numberIn(record.timestamp) : null;
  return timestamp === null ? null : fromMillis(timestamp);
}

export function decode(record: Json): EventDraft | null {
  const occurredAt = timeOf(record);
  if (!isJsonObject(record) || occurredAt === null) return null;
  const eventType = textOrNull(record.eventType);
  const category = textOrNull(record.category);
  const userOrigin = textOrNull(record.userOrigin);
  return {
    nativeKey: textOrDigits(record.logId) ?? canonicalJson(record),
    occurredAt,
    endedAt: null,
    durationMs: null,
    action: eventType ?? '',
    operation: operationOf(eventType ?? ''),
    recordType: [category, eventType].filter((part) => part !== null).join('.'),
    category: categoryOf(category ?? '', eventType ?? ''),
    outcome: outcomeOf(record.success),
    message: textOrNull(record.message),
    actor: presence({ uid: null, name: textOrNull(record.user), type: textOrNull(record.userType) }),
    target: presence({ type: category, uid: textOrNull(record.entityId), name: null }),
    client: presence({ ip: addressIn(userOrigin ?? ''), userAgent: null, origin: userOrigin }),
    sessionId: null,
    requestId: null,
    changes: changesOf(record.patch),
    count: 1,
  };
}

const OPERATION_OF: ReadonlyMap<string, Operation> = new Map([
  ['CREATE', 'CREATE'],
  ['POST', 'CREATE'],
  ['READ', 'READ'],
  ['GET', 'READ'],
  ['UPDATE', 'UPDATE'],
  ['PUT', 'UPDATE'],
  ['PATCH', 'UPDATE'],
  ['DELETE', 'DELETE'],
  ['LOGIN', 'LOGIN'],
  ['LOGOUT', 'LOGOUT'],
  ['REVOKE', 'REVOKE'],
]);

function operationOf(eventType: string): Operation {
  return eventType.startsWith('TAG_') ? 'UPDATE' : (OPERATION_OF.get(eventType) ?? 'OTHER');
}

const CATEGORY_OF: ReadonlyMap<string, EventCategory> = new Map([
  ['TOKEN', 'AUTHORIZATION'],
  ['CONFIG', 'CONFIGURATION'],
  ['MANUAL_TAGGING_SERVICE', 'CONFIGURATION'],
]);

function categoryOf(category: string, eventType: string): EventCategory {
  if (eventType === 'LOGIN' || eventType === 'LOGOUT') return 'AUTHENTICATION';
  return CATEGORY_OF.get(category) ?? 'OTHER';
}

function outcomeOf(success: Json | undefined): Outcome {
  if (typeof success !== 'boolean') return 'UNKNOWN';
  return success ? 'SUCCESS' : 'FAILURE';
}

/** `webui (192.0.2.1)`, `Forwarded: 192.0.2.1`, `Forwarded: for="[2001:db8::1]:4711"`. */
function addressIn(userOrigin: string): string | null {
  const words = userOrigin.split(/[\s(),;="]+/).flatMap((word) => [word, ...word.split(/[[\]]+/)]);
  return words.map(addressOf).find((address) => address !== null) ?? null;
}

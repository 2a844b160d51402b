import { canonicalJson } from '../../../src/domain/canonical.ts';
import { type EventCategory, type EventDraft, type Outcome, presence } from '../../../src/domain/event.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { isJsonObject, type Json } from '../../../src/domain/json.ts';
import { operationOf } from '../../../src/domain/verbs.ts';
import { rfc3339OrNull, textOrNull } from '../../../src/sources/kit/values.ts';

/** When an entry was made; null where that cannot be read. */
export function timeOf(record: Json): Instant | null {
  return isJsonObject(record) ? rfc3339OrNull(record.at) : null;
}

export function decode(record: Json): EventDraft | null {
  const occurredAt = timeOf(record);
  if (!isJsonObject(record) || occurredAt === null) return null;
  const action = textOrNull(record.action) ?? '';
  const object = isJsonObject(record.object) ? record.object : {};
  const kind = textOrNull(object.kind);
  return {
    nativeKey: textOrNull(record.entryId) ?? canonicalJson(record),
    occurredAt,
    endedAt: null,
    durationMs: null,
    action,
    operation: operationOf(action),
    recordType: [kind, textOrNull(action)].filter((part) => part !== null).join('.'),
    category: CATEGORY_OF.get(kind) ?? 'OTHER',
    outcome: OUTCOME_OF.get(record.ok) ?? 'UNKNOWN',
    message: textOrNull(record.note),
    actor: presence({ uid: null, name: textOrNull(record.user), type: null }),
    target: presence({ type: kind, uid: textOrNull(object.id), name: null }),
    client: presence({ ip: textOrNull(record.address), userAgent: null, origin: null }),
    sessionId: null,
    requestId: null,
    changes: [],
    count: 1,
  };
}

const CATEGORY_OF: ReadonlyMap<string | null, EventCategory> = new Map([
  ['session', 'AUTHENTICATION'],
  ['setting', 'CONFIGURATION'],
]);

const OUTCOME_OF: ReadonlyMap<Json | undefined, Outcome> = new Map([
  [true, 'SUCCESS'],
  [false, 'FAILURE'],
]);

import { canonicalJson } from '../../domain/canonical.ts';
import { type EventDraft, type Outcome, presence } from '../../domain/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { textOrDigits, textOrNull } from '../kit/values.ts';
import { lineTime } from './line-time.ts';

/** How results are called, in lower case; decoding and asking are both blind to case. */
export const OUTCOME_OF: Readonly<Record<string, Outcome>> = { success: 'SUCCESS', fail: 'FAILURE' };

/** Every record type of this vendor lies under it. */
export const ROOT_TYPE = 'voltshare';

/** A parsed line; one that is no JSON has no time. */
export function decode(line: Json): EventDraft | null {
  const occurredAt = lineTime(line);
  if (occurredAt === null || !isJsonObject(line)) return null;
  const operation = textOrNull(line.operation);
  const secret = textOrNull(line.secret_name);
  return {
    nativeKey: nativeKey(line),
    occurredAt,
    endedAt: null,
    durationMs: null,
    action: operation ?? '',
    operation: 'EXECUTE',
    recordType: [ROOT_TYPE, operation?.toLowerCase()].filter((part) => part !== undefined).join('.'),
    category: 'API_CALL',
    outcome: outcomeOf(line.result),
    message: null,
    actor: presence({ uid: null, name: textOrNull(line.user), type: null }),
    target: secret === null ? null : { type: 'secret', uid: secret, name: secret },
    client: presence({
      ip: textOrNull(line.src_ip),
      userAgent: textOrNull(line.browser_type),
      origin: textOrNull(line.country),
    }),
    sessionId: null,
    requestId: null,
    changes: [],
    count: 1,
  };
}

function outcomeOf(result: Json | undefined): Outcome {
  const name = typeof result === 'string' ? result.toLowerCase() : '';
  return (Object.hasOwn(OUTCOME_OF, name) ? OUTCOME_OF[name] : undefined) ?? 'UNKNOWN';
}

/** The documents know no id in a line; where a tenant writes one it counts, else the whole line. */
function nativeKey(line: JsonObject): string {
  return textOrDigits(line.id) ?? textOrDigits(line.messageid) ?? canonicalJson(line);
}

import { canonicalJson } from '../../domain/canonical.ts';
import { type EventDraft, type Outcome, presence } from '../../domain/event.ts';
import { foreignJsonOrNull, isExact } from '../../domain/foreign-json.ts';
import { fromMillis, toMillis } from '../../domain/instant.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { numberIn } from '../../domain/number-in.ts';
import { operationOf } from '../../domain/verbs.ts';
import { textOrNull } from '../kit/values.ts';

/** Rows about sessions are the Login audits, all others the Resource audits. */
export const SESSION_TYPE = 'SessionVO';

export function decode(record: Json): EventDraft | null {
  const timeMs = timeMsOf(record);
  if (timeMs === null || !isJsonObject(record)) return null;
  const apiName = textOrNull(record.apiName);
  const resourceType = textOrNull(record.resourceType);
  const isLogin = resourceType === SESSION_TYPE;
  return {
    nativeKey: nativeKey(record),
    occurredAt: fromMillis(timeMs),
    endedAt: null,
    durationMs: numberIn(record.duration),
    action: apiName ?? '',
    operation: operationOf(bareApiName(apiName ?? '')),
    recordType: isLogin ? 'login' : ['resource', resourceType].filter((part) => part !== null).join('.'),
    category: isLogin ? 'AUTHENTICATION' : 'RESOURCE',
    outcome: outcomeOf(record),
    message: messageOf(record.error),
    actor: presence({
      uid: textOrNull(record.operatorAccountUuid),
      name: textOrNull(record.operator),
      type: null,
    }),
    target: presence({
      type: resourceType,
      uid: textOrNull(record.resourceUuid),
      name: textOrNull(record.resourceName),
    }),
    client: presence({
      ip: textOrNull(record.clientIp),
      userAgent: textOrNull(record.clientBrowser),
      origin: null,
    }),
    sessionId: textOrNull(record.sessionUuid),
    requestId: textOrNull(record.requestUuid),
    changes: [],
    count: 1,
  };
}

/** When a row was written, in whole epoch milliseconds of a time there is; null when that cannot be read. */
export function timeMsOf(record: Json): number | null {
  const time = isJsonObject(record) ? numberIn(record.time) : null;
  return time === null ? null : toMillis(fromMillis(Math.trunc(time)));
}

function nativeKey(record: JsonObject): string {
  const id = exactNumber(record.id);
  if (id !== null) return String(id);
  if (textOrNull(record.id) !== null) return String(record.id);
  const { requestUuid = null, resourceUuid = null, apiName = null, time = null } = record;
  const exactTime = exactNumber(time);
  return canonicalJson({ requestUuid, resourceUuid, apiName, time: exactTime === null ? time : Math.trunc(exactTime) });
}

/** As `numberIn`; null also where its digits say more than the number. */
function exactNumber(value: Json | undefined): number | null {
  return typeof value === 'string' && !isExact(value.trim()) ? null : numberIn(value);
}

/** `org.zstack.header.vm.APISetVmRDPMsg` is named after what follows `API`. */
function bareApiName(apiName: string): string {
  return apiName.slice(apiName.lastIndexOf('.') + 1).replace(/^API/, '');
}

const FALSE: readonly unknown[] = [false, 'false', '0', 0];

function outcomeOf(record: JsonObject): Outcome {
  const answered = parsed(record.responseDump);
  const failed =
    isSet(record.error) ||
    FALSE.includes(record.success) ||
    (isJsonObject(answered) && FALSE.includes(answered.success));
  return failed ? 'FAILURE' : 'SUCCESS';
}

function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** An error is an error code as an object, as the JSON of one, or any text. */
function messageOf(error: Json | undefined): string | null {
  const code = isJsonObject(error) ? error : parsed(error);
  if (isJsonObject(code)) return textOrNull(code.description) ?? textOrNull(code.details);
  return textOrNull(error);
}

/** Dumps are cut at 65,535 characters: what is no JSON any more says nothing. */
function parsed(text: Json | undefined): Json {
  if (typeof text !== 'string' || !text.trimStart().startsWith('{')) return null;
  return foreignJsonOrNull(text);
}

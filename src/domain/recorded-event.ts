import { canonicalJson } from './canonical.ts';
import {
  type Actor,
  type AuditEvent,
  type Client,
  type EventDraft,
  eventFrom,
  type FieldChange,
  GATEWAY,
  type Operation,
  type Outcome,
  presence,
  type Target,
} from './event.ts';
import { eventId } from './event-id.ts';
import { InputError, shown } from './input-error.ts';
import { floorTo, formatRfc3339, type Instant, MINUTE } from './instant.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { checkPlainJson } from './plain-json.ts';
import { BUILT_IN, type RedactionRules, redact } from './redact.ts';
import { categoryOf, operationOf } from './verbs.ts';

type Given<Value> = Value | null | undefined;
type GivenPart<Part> = Given<{ readonly [Name in keyof Part]?: Given<Part[Name]> }>;

/** An event as somebody records it: `AuditEventInput` of the API, as plain data. */
export interface RecordedInput {
  /** Left out: now. */
  readonly occurredAt?: Given<Instant>;
  /** That time as the client wrote it, which `raw` keeps. */
  readonly occurredAtGiven?: Given<string | number>;
  readonly action: string;
  readonly recordType: string;
  readonly operation?: Given<Operation>;
  readonly outcome?: Given<Outcome>;
  readonly message?: Given<string>;
  readonly actor?: GivenPart<Actor>;
  readonly target?: GivenPart<Target>;
  readonly client?: GivenPart<Client>;
  readonly sessionId?: Given<string>;
  readonly requestId?: Given<string>;
  readonly durationMs?: Given<number>;
  readonly changes?: Given<
    readonly (Pick<FieldChange, 'path' | 'op'> & { readonly before?: Json; readonly after?: Json })[]
  >;
  readonly details?: Json | undefined;
}

/** What the gateway records of itself. */
export const OWN_TYPES = [
  'gateway.config',
  'gateway.system',
  'gateway.sync',
  'gateway.export',
  'gateway.authentication',
] as const;
export type OwnType = (typeof OWN_TYPES)[number];

/**
 * The event that a client records, its secrets redacted before anything else. Events alike in all but `occurredAt` have
 * one id within a clock minute (UTC) of it: so they fold. Throws an `InputError` that names the member; `argument` is
 * the path of the input itself, such as `input.events[2]`.
 */
export function recordedEvent(
  input: RecordedInput,
  now: Instant,
  rules: RedactionRules,
  argument = 'input',
): AuditEvent {
  if (input.recordType.trim() === '') {
    throw new InputError(`${argument}.recordType`, 'a text that is not blank', shown(input.recordType));
  }
  if (input.recordType === 'gateway' || input.recordType.startsWith('gateway.')) {
    throw new InputError(`${argument}.recordType`, "a type other than the gateway's own", shown(input.recordType));
  }
  const durationMs = input.durationMs ?? 0;
  if (!Number.isFinite(durationMs) || durationMs < 0) {
    throw new InputError(`${argument}.durationMs`, 'a number of milliseconds from 0 on', String(durationMs));
  }
  checkPlainJson(rawOf(input), argument);
  return eventOf(input, now, rules, (at) => floorTo(at, MINUTE));
}

/** An event of the gateway's own doing. It never folds with one of another moment. */
export function ownEvent(
  input: RecordedInput & { readonly recordType: OwnType },
  now: Instant,
  rules: RedactionRules = BUILT_IN,
): AuditEvent {
  return eventOf(input, now, rules, (at) => at);
}

/** `told` is what of its time tells it from others that are alike. */
function eventOf(
  input: RecordedInput,
  now: Instant,
  rules: RedactionRules,
  told: (at: Instant) => Instant,
): AuditEvent {
  const raw = members(redact(rawOf(input), rules));
  const occurredAt = input.occurredAt ?? now;
  const content = contentOf(input, raw);
  const alike = { ...content, source: GATEWAY } as unknown as JsonObject;
  const nativeKey = canonicalJson([told(occurredAt), raw.details ?? null, alike]);
  const identity = { id: eventId(GATEWAY, nativeKey), source: GATEWAY, raw, keptAsText: [] };
  return eventFrom({ ...content, occurredAt, count: 1, nativeKey }, identity);
}

function contentOf(input: RecordedInput, raw: JsonObject): Omit<EventDraft, 'occurredAt' | 'count' | 'nativeKey'> {
  const action = text(raw.action) ?? '';
  const recordType = text(raw.recordType) ?? '';
  const [actor, target, client] = [members(raw.actor), members(raw.target), members(raw.client)];
  return {
    endedAt: null,
    durationMs: input.durationMs ?? null,
    action,
    operation: input.operation ?? operationOf(action),
    recordType,
    category: categoryOf(recordType),
    outcome: input.outcome ?? 'SUCCESS',
    message: text(raw.message),
    actor: presence({ uid: text(actor.uid), name: text(actor.name), type: text(actor.type) }),
    target: presence({ type: text(target.type), uid: text(target.uid), name: text(target.name) }),
    client: presence({ ip: text(client.ip), userAgent: text(client.userAgent), origin: text(client.origin) }),
    sessionId: text(raw.sessionId),
    requestId: text(raw.requestId),
    changes: (input.changes ?? []).map(({ op }, index) => changeOf(op, items(raw.changes)[index])),
  };
}

/** The input as given: only its given members. */
function rawOf({ occurredAt, occurredAtGiven, ...rest }: RecordedInput): Json {
  const at =
    occurredAtGiven ?? (occurredAt === null || occurredAt === undefined ? undefined : formatRfc3339(occurredAt));
  return JSON.parse(JSON.stringify({ ...(at !== undefined && { occurredAt: at }), ...rest })) as Json;
}

function changeOf(op: FieldChange['op'], given: Json | undefined): FieldChange {
  const { path, before = null, after = null } = members(given);
  return { path: text(path) ?? '', op, before, after };
}

/** Redaction may put a text where an object or a list was. */
function members(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

import type { AuditEvent } from '../domain/event.ts';
import { InputError } from '../domain/input-error.ts';
import type { Instant } from '../domain/instant.ts';
import { checkSize, type JsonSize } from '../domain/json-size.ts';
import { DEEPEST_JSON } from '../domain/plain-json.ts';
import { type RecordedInput, recordedEvent } from '../domain/recorded-event.ts';
import { parseTimePoint, resolve } from '../domain/time-expression.ts';
import type { TimePointInput } from '../federation/ask/filter-input.ts';
import { breathing, ownTurn } from '../lanes/breath.ts';
import type { RecordResult } from '../store/port/event-store.ts';
import { builder } from './builder.ts';
import type { SchemaContext } from './context.ts';
import { COST } from './cost.ts';
import { ChangeOp, Operation, Outcome } from './enums.ts';
import { givenArgument } from './given-argument.ts';
import { JsonValue } from './scalars.ts';
import { TimePoint } from './time-point.ts';

/** The most events that are recorded at once, and how large each may be. */
export const MAX_EVENTS = 10_000;
export const EVENT_SIZE: JsonSize = { levels: DEEPEST_JSON + 2, values: 10_000, items: 10_000, characters: 200_000 };

/** An event as GraphQL hands it over: its time is still the client's text. */
type GivenEvent = Omit<RecordedInput, 'occurredAt' | 'occurredAtGiven' | 'changes'> & {
  readonly changes?: readonly (typeof FieldChangeInput.$inferInput)[] | null | undefined;
  readonly occurredAt?: TimePointInput | null | undefined;
};

const ActorInput = builder.inputType('ActorInput', {
  description: 'Who did it.',
  fields: (t) => ({
    uid: t.string({ description: "The account's id." }),
    name: t.string({ description: 'The name the account goes by.' }),
    type: t.string({ description: 'What kind of account it is.' }),
  }),
});

const TargetInput = builder.inputType('TargetInput', {
  description: 'What it was done to.',
  fields: (t) => ({
    type: t.string({ description: 'What kind of thing it is.' }),
    uid: t.string({ description: 'Its id.' }),
    name: t.string({ description: 'The name it goes by.' }),
  }),
});

const ClientInput = builder.inputType('ClientInput', {
  description: 'From where it was done.',
  fields: (t) => ({
    ip: t.string({ description: "The client's address, v4 or v6." }),
    userAgent: t.string({ description: 'The browser or program.' }),
    origin: t.string({ description: 'By which way it came.' }),
  }),
});

const FieldChangeInput = builder.inputType('FieldChangeInput', {
  description: 'One thing that it changed.',
  fields: (t) => ({
    path: t.string({ required: true, description: 'What was changed: a JSON pointer, or a name.' }),
    op: t.field({ type: ChangeOp, required: true, description: 'How it was changed.' }),
    before: t.field({ type: JsonValue, description: 'The value before.' }),
    after: t.field({ type: JsonValue, description: 'The value after.' }),
  }),
});

const AuditEventInput = builder.inputRef<GivenEvent>('AuditEventInput').implement({
  description: 'One event of an application of your own. Secrets in it are redacted before it is stored.',
  fields: (t) => ({
    occurredAt: t.field({ type: TimePoint, description: 'When it happened; left out, now.' }),
    action: t.string({
      required: true,
      description: "What was done, in your application's word: `login`, `order.update`.",
    }),
    recordType: t.string({
      required: true,
      description:
        "Dotted, most general part first: `authentication.login`. `gateway` and its subtypes are the gateway's own: BAD_USER_INPUT.",
    }),
    operation: t.field({ type: Operation, description: "Left out: by the action's verb." }),
    outcome: t.field({ type: Outcome, defaultValue: 'SUCCESS', description: 'How it ended.' }),
    message: t.string({ description: 'A sentence about it, for people.' }),
    actor: t.field({ type: ActorInput, description: 'Who did it.' }),
    target: t.field({ type: TargetInput, description: 'What it was done to.' }),
    client: t.field({ type: ClientInput, description: 'From where it was done.' }),
    sessionId: t.string({ description: 'The session it was done in.' }),
    requestId: t.string({ description: 'The request it was done by.' }),
    durationMs: t.float({ description: 'How long it took, in milliseconds.' }),
    changes: t.field({ type: [FieldChangeInput], description: 'What it changed.' }),
    details: t.field({
      type: JsonValue,
      description: "Whatever else is worth keeping; it stands in the event's `raw` at `/details`.",
    }),
  }),
});

const RecordAuditEventsInput = builder.inputType('RecordAuditEventsInput', {
  description: 'Events to store, all or none.',
  fields: (t) => ({
    events: t.field({ type: [AuditEventInput], required: true, description: 'The events, in any order.' }),
    idempotencyKey: t.string({
      description:
        'Your own name for this batch. Seen before with the same events, nothing is stored and the first answer is given again; with others, CONFLICT.',
    }),
  }),
});

const RecordAuditEventsPayload = builder.objectRef<RecordResult>('RecordAuditEventsPayload').implement({
  description: 'What became of the events; the three numbers add up to how many were given.',
  fields: (t) => ({
    recorded: t.exposeInt('recorded', { nullable: false, description: 'Stored as new events.' }),
    folded: t.exposeInt('folded', { nullable: false, description: 'Counted on an equal event of the same minute.' }),
    skipped: t.exposeInt('skipped', {
      nullable: false,
      description: 'Not stored because their type is disabled or auditing is off.',
    }),
  }),
});

builder.mutationField('recordAuditEvents', (t) =>
  t.field({
    type: RecordAuditEventsPayload,
    nullable: true,
    complexity: COST.mutation,
    description:
      "Stores events of your own applications, all or none. An event that equals a stored one in all but `occurredAt` within the same clock minute (UTC) folds into its `count`. With an `idempotencyKey` seen before, nothing is stored and the first answer is given again; the same key with other events is CONFLICT. The record type `gateway` and its subtypes are the gateway's own: BAD_USER_INPUT.",
    args: { input: t.arg({ type: RecordAuditEventsInput, required: true, description: 'The events.' }) },
    resolve: (_root, { input }, context, info) => {
      const events = withoutDefaults(input.events, givenArgument(info, 'input', context.variables));
      return record(events, input.idempotencyKey ?? null, context);
    },
  }),
);

async function record(
  events: readonly GivenEvent[],
  idempotencyKey: string | null,
  { governance, rules, now, signal }: SchemaContext,
): Promise<RecordResult> {
  if (idempotencyKey === '') throw new InputError('input.idempotencyKey', 'a text that is not empty', '""');
  if (events.length > MAX_EVENTS)
    throw new InputError('input.events', `at most ${MAX_EVENTS} events`, String(events.length));
  const at = now();
  await ownTurn();
  const rest = breathing();
  const recorded: AuditEvent[] = [];
  for (const [index, event] of events.entries()) {
    const argument = `input.events[${index}]`;
    checkSize(event, argument, EVENT_SIZE);
    recorded.push(recordedEvent(placed(event, at), at, rules, argument));
    await rest();
    signal.throwIfAborted();
  }
  return governance.record({ events: recorded, idempotencyKey, now: at }, signal);
}

/** `raw` keeps an event as it was given: an outcome that GraphQL filled in is none, nor is a variable that is not there. */
function withoutDefaults(events: readonly GivenEvent[], given: unknown): readonly GivenEvent[] {
  const written = isObject(given) ? [given.events].flat() : [];
  return events.map(({ outcome, ...event }, index) => {
    const own = written[index];
    return isObject(own) && own.outcome === undefined ? event : { outcome, ...event };
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function placed({ occurredAt, ...event }: GivenEvent, now: Instant): RecordedInput {
  const given = event as RecordedInput;
  const time = occurredAt === null || occurredAt === undefined ? null : parseTimePoint(occurredAt);
  return time === null ? given : { ...given, occurredAt: resolve(time, now), occurredAtGiven: occurredAt };
}

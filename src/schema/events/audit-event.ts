import type * as domain from '../../domain/event.ts';
import { builder } from '../builder.ts';
import { EventCategory, Operation, Outcome } from '../enums.ts';
import { eventNodeId, eventSource, NODE_ID, typeNameOf } from '../node.ts';
import { DateTime, JsonValue } from '../scalars.ts';
import { Source } from '../source.ts';
import { Actor, Client, FieldChange, Target } from './parts.ts';

export const AuditEvent = builder.interfaceRef<domain.AuditEvent>('AuditEvent');

AuditEvent.implement({
  description:
    "One audited happening, normalised. Each vendor's own fields are on the type that implements this for it.",
  interfaces: [builder.nodeInterfaceRef()],
  resolveType: (event, context) => typeNameOf(event, context),
  fields: (t) =>
    ({
      id: t.id({
        nullable: false,
        description: NODE_ID,
        resolve: (event, _args, context) => eventNodeId(event, context),
      }),
      source: t.field({
        type: Source,
        nullable: false,
        description: 'Whose audit log it is from.',
        resolve: (event, _args, context) => eventSource(event, context),
      }),
      occurredAt: t.field({
        type: DateTime,
        nullable: false,
        description:
          'When it happened: when it began, where the vendor gives both ends. To the microsecond where the vendor is as fine.',
        resolve: (event) => event.occurredAt,
      }),
      endedAt: t.field({
        type: DateTime,
        description: 'When it ended, where the vendor says so (Salt).',
        resolve: (event) => event.endedAt,
      }),
      durationMs: t.exposeFloat('durationMs', {
        description: 'How long it took, in milliseconds, where the vendor says so.',
      }),
      action: t.exposeString('action', {
        nullable: false,
        description:
          "The vendor's own name of what was done: `login`, `update`, `org.zstack.header.vm.APISetVmRDPMsg`, `minions.get_minion_status`. Empty where it gives none.",
      }),
      operation: t.field({
        type: Operation,
        nullable: false,
        description: 'What was done, in one word for all vendors.',
        resolve: (event) => event.operation,
      }),
      recordType: t.exposeString('recordType', {
        nullable: false,
        description:
          'Dotted, most general part first: `authentication.login`, `configuration_change.host_group`, `rpc`, `resource.VmInstanceVO`. Made of the parts that are there.',
      }),
      category: t.field({
        type: EventCategory,
        nullable: false,
        description: 'What kind of thing happened.',
        resolve: (event) => event.category,
      }),
      outcome: t.field({
        type: Outcome,
        nullable: false,
        description: 'How it ended.',
        resolve: (event) => event.outcome,
      }),
      message: t.exposeString('message', { description: "The vendor's sentence about it, secrets redacted." }),
      actor: t.field({
        type: Actor,
        description: 'Who did it; null where the vendor says nothing of it.',
        resolve: (event) => event.actor,
      }),
      target: t.field({
        type: Target,
        description: 'What it was done to; null where the vendor says nothing of it.',
        resolve: (event) => event.target,
      }),
      client: t.field({
        type: Client,
        description: 'From where it was done; null where the vendor says nothing of it.',
        resolve: (event) => event.client,
      }),
      sessionId: t.exposeString('sessionId', { description: "The vendor's id of the session it was done in." }),
      requestId: t.exposeString('requestId', {
        description: "The vendor's id of the request; several events may share one.",
      }),
      changes: t.field({
        type: [FieldChange],
        nullable: false,
        description: 'What it changed, as far as the vendor says; else empty.',
        resolve: (event) => event.changes,
      }),
      count: t.exposeInt('count', {
        nullable: false,
        description: 'How often it happened in its one-minute window; 1 where the vendor does not fold repeats.',
      }),
      raw: t.field({
        type: JsonValue,
        description: "The vendor's record as received, secrets redacted. Null without the right to read it.",
        resolve: (event) => event.raw,
      }),
      keptAsText: t.field({
        type: ['String'],
        nullable: false,
        description:
          'JSON pointers into `raw`, at most 100: where a value stands as its text, just as it was written, for it could not be kept as it is: a number that no double says (`9007199254740993`, `1e400`), or what lies deeper than 100 levels of the answer it came in. Nearly always empty.',
        resolve: (event) => event.keptAsText,
      }),
    }) satisfies Record<Exclude<keyof domain.AuditEvent, 'recordedAt'>, unknown>,
});

/** What every vendor's event type implements. */
export const EVENT_INTERFACES = [builder.nodeInterfaceRef(), AuditEvent];

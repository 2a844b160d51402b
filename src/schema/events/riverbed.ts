import type * as domain from '../../domain/event.ts';
import { isJsonObject, type JsonObject } from '../../domain/json.ts';
import { builder } from '../builder.ts';
import { DateTime, JsonValue, SafeInt } from '../scalars.ts';
import { EVENT_INTERFACES } from './audit-event.ts';
import { json, number, scalarText, secondsTime, text, wholeNumber } from './raw.ts';

const RiverbedEventDetail = builder.objectRef<JsonObject>('RiverbedEventDetail').implement({
  description: 'One detail of a Riverbed event: a field with its value, or with its old and its new one.',
  fields: (t) => ({
    field: t.string({ description: 'The name of the field.', resolve: (detail) => scalarText(detail, 'field') }),
    old: t.string({ description: 'Its value before.', resolve: (detail) => scalarText(detail, 'old') }),
    new: t.string({ description: 'Its value after.', resolve: (detail) => scalarText(detail, 'new') }),
    value: t.string({
      description: 'Its value, where nothing changed.',
      resolve: (detail) => scalarText(detail, 'value'),
    }),
    extra: t.field({ type: JsonValue, description: 'Further members; null when there are none.', resolve: extra }),
  }),
});

builder.objectRef<domain.AuditEvent>('RiverbedAuditEvent').implement({
  interfaces: EVENT_INTERFACES,
  description: "An event of Riverbed's audit log (`npm.audit`), with Riverbed's own words beside the normalised ones.",
  fields: (t) => ({
    identifier: t.string({
      description: '`identifier`: what it was done to.',
      resolve: ({ raw }) => text(raw, 'identifier'),
    }),
    ipaddr: t.string({ description: "`ipaddr`: the client's address.", resolve: ({ raw }) => text(raw, 'ipaddr') }),
    module: t.string({
      description: '`module`: the part of the appliance.',
      resolve: ({ raw }) => text(raw, 'module'),
    }),
    pid: t.field({
      type: SafeInt,
      description: '`pid`: the process on the appliance.',
      resolve: ({ raw }) => wholeNumber(raw, 'pid'),
    }),
    sid: t.string({ description: '`sid`: the session.', resolve: ({ raw }) => text(raw, 'sid') }),
    success: t.boolean({
      description: "The vendor's 1 and 0; null for anything else.",
      resolve: ({ raw }) => SUCCESS.get(number(raw, 'success')) ?? null,
    }),
    uid: t.field({
      type: SafeInt,
      description: '`uid`: the number of the user; −1 = unset.',
      resolve: ({ raw }) => wholeNumber(raw, 'uid'),
    }),
    username: t.string({ description: '`username`.', resolve: ({ raw }) => text(raw, 'username') }),
    details: t.field({
      type: [RiverbedEventDetail],
      nullable: false,
      description: '`details`, in their order.',
      resolve: ({ raw }) => objects(json(raw, 'details')),
    }),
    timestamp: t.field({
      type: DateTime,
      description: '`timestamp`, which Riverbed gives in seconds.',
      resolve: ({ raw }) => secondsTime(raw, 'timestamp'),
    }),
  }),
});

const SUCCESS: ReadonlyMap<number | null, boolean> = new Map([
  [1, true],
  [0, false],
]);

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function extra(detail: JsonObject): JsonObject | null {
  const further = Object.entries(detail).filter(([name]) => !['field', 'old', 'new', 'value'].includes(name));
  return further.length === 0 ? null : Object.fromEntries(further);
}

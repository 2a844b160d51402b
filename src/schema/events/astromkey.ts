import type * as domain from '../../domain/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { builder } from '../builder.ts';
import { DateTime, JsonValue } from '../scalars.ts';
import { EVENT_INTERFACES } from './audit-event.ts';
import { json, millisTime, scalarText, text, truth } from './raw.ts';

const AstromKeyPatch = builder.objectRef<JsonObject>('AstromKeyPatch').implement({
  description: 'One operation of the patch that an event made: RFC 6902, with the old value beside it.',
  fields: (t) => ({
    op: t.string({
      description: '`op`: add, remove, replace, move, copy, test.',
      resolve: (patch) => text(patch, 'op'),
    }),
    path: t.string({ description: '`path`: a JSON pointer.', resolve: (patch) => text(patch, 'path') }),
    from: t.string({
      description: '`from`: a JSON pointer, of move and copy.',
      resolve: (patch) => text(patch, 'from'),
    }),
    value: t.field({
      type: JsonValue,
      description: '`value`: what is there now.',
      resolve: (patch) => json(patch, 'value'),
    }),
    oldValue: t.field({
      type: JsonValue,
      description: '`oldValue`: what was there before.',
      resolve: (patch) => json(patch, 'oldValue'),
    }),
  }),
});

builder.objectRef<domain.AuditEvent>('AstromKeyAuditEvent').implement({
  interfaces: EVENT_INTERFACES,
  description: "An event of Ключ-АСТРОМ's audit log (`auditlogs`), with its own words beside the normalised ones.",
  fields: (t) => ({
    logId: t.string({
      description: '`logId`: 18 digits, a text because no number holds them.',
      resolve: ({ raw }) => scalarText(raw, 'logId'),
    }),
    eventType: t.string({
      description: '`eventType`: CREATE, UPDATE, LOGIN.',
      resolve: ({ raw }) => text(raw, 'eventType'),
    }),
    astromCategory: t.string({
      description: '`category`: CONFIG, TOKEN, WEB_UI.',
      resolve: ({ raw }) => text(raw, 'category'),
    }),
    entityId: t.string({
      description: '`entityId`: what it was done to.',
      resolve: ({ raw }) => text(raw, 'entityId'),
    }),
    environmentId: t.string({ description: '`environmentId`.', resolve: ({ raw }) => text(raw, 'environmentId') }),
    user: t.string({
      description: '`user`: a mail address, the public part of a token, a service.',
      resolve: ({ raw }) => text(raw, 'user'),
    }),
    userType: t.string({
      description: '`userType`: USER_NAME, PUBLIC_TOKEN_IDENTIFIER, SERVICE_NAME.',
      resolve: ({ raw }) => text(raw, 'userType'),
    }),
    userOrigin: t.string({
      description: '`userOrigin`: `webui (192.0.2.1)`.',
      resolve: ({ raw }) => text(raw, 'userOrigin'),
    }),
    timestamp: t.field({
      type: DateTime,
      description: '`timestamp`, which is given in milliseconds.',
      resolve: ({ raw }) => millisTime(raw, 'timestamp'),
    }),
    success: t.boolean({ description: '`success`.', resolve: ({ raw }) => truth(raw, 'success') }),
    patch: t.field({
      type: [AstromKeyPatch],
      description: '`patch`: what was changed, always as a list; null where there is none, as for logins.',
      resolve: ({ raw }) => patches(json(raw, 'patch')),
    }),
  }),
});

function patches(value: Json): readonly JsonObject[] | null {
  if (isJsonObject(value)) return [value];
  return Array.isArray(value) ? value.filter(isJsonObject) : null;
}

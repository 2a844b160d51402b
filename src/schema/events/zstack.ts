import type * as domain from '../../domain/event.ts';
import { builder } from '../builder.ts';
import { ZStackAuditType } from '../enums.ts';
import { DateTime, JsonValue } from '../scalars.ts';
import { EVENT_INTERFACES } from './audit-event.ts';
import { embeddedJson, millisTime, number, text } from './raw.ts';

builder.objectRef<domain.AuditEvent>('ZStackAuditEvent').implement({
  interfaces: EVENT_INTERFACES,
  description: "An event of ZStack's audit log (`GetAuditData`), with ZStack's own words beside the normalised ones.",
  fields: (t) => ({
    resourceUuid: t.string({
      description: '`resourceUuid`; empty for a failed creation.',
      resolve: ({ raw }) => text(raw, 'resourceUuid'),
    }),
    resourceType: t.string({
      description: '`resourceType`: `VmInstanceVO`, `SessionVO`.',
      resolve: ({ raw }) => text(raw, 'resourceType'),
    }),
    apiName: t.string({
      description: '`apiName`: the full class name of the call.',
      resolve: ({ raw }) => text(raw, 'apiName'),
    }),
    clientIp: t.string({ description: '`clientIp`.', resolve: ({ raw }) => text(raw, 'clientIp') }),
    clientBrowser: t.string({
      description: '`clientBrowser`: the user agent.',
      resolve: ({ raw }) => text(raw, 'clientBrowser'),
    }),
    operatorAccountUuid: t.string({
      description: '`operatorAccountUuid`.',
      resolve: ({ raw }) => text(raw, 'operatorAccountUuid'),
    }),
    operator: t.string({ description: "`operator`: the account's name.", resolve: ({ raw }) => text(raw, 'operator') }),
    duration: t.float({ description: '`duration`, in milliseconds.', resolve: ({ raw }) => number(raw, 'duration') }),
    requestUuid: t.string({
      description: '`requestUuid`; several events may share one.',
      resolve: ({ raw }) => text(raw, 'requestUuid'),
    }),
    responseUuid: t.string({ description: '`responseUuid`.', resolve: ({ raw }) => text(raw, 'responseUuid') }),
    sessionUuid: t.string({ description: '`sessionUuid`.', resolve: ({ raw }) => text(raw, 'sessionUuid') }),
    requestDump: t.field({
      type: JsonValue,
      description: '`requestDump`, the call as sent: parsed where it is JSON, else the text; secrets redacted.',
      resolve: ({ raw }) => embeddedJson(raw, 'requestDump'),
    }),
    responseDump: t.field({
      type: JsonValue,
      description:
        '`responseDump`, the answer as sent: parsed where it is JSON, else the text (ZStack cuts long ones off); secrets redacted.',
      resolve: ({ raw }) => embeddedJson(raw, 'responseDump'),
    }),
    error: t.field({
      type: JsonValue,
      description: '`error`: parsed where it is JSON, else the text; null on success.',
      resolve: ({ raw }) => embeddedJson(raw, 'error'),
    }),
    time: t.field({
      type: DateTime,
      description: '`time`: when the record was made, after the call had ended.',
      resolve: ({ raw }) => millisTime(raw, 'time'),
    }),
    auditType: t.field({
      type: ZStackAuditType,
      nullable: false,
      description: 'Which of the two audit streams it comes from.',
      resolve: ({ recordType }) => (recordType === 'login' ? 'LOGIN' : 'RESOURCE'),
    }),
  }),
});

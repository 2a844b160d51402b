import type * as domain from '../../domain/event.ts';
import type { Json } from '../../domain/json.ts';
import { builder } from '../builder.ts';
import { DateTime, JsonValue } from '../scalars.ts';
import { EVENT_INTERFACES } from './audit-event.ts';
import { isoTime, json, scalarText, text, truth } from './raw.ts';

builder.objectRef<domain.AuditEvent>('SaltAuditEvent').implement({
  interfaces: EVENT_INTERFACES,
  description:
    "An event of VMware Salt's audit log (`audit.get_audit`), with Salt's own words beside the normalised ones.",
  fields: (t) => ({
    saltId: t.string({
      description: "Salt's serial number of the record: `id`.",
      resolve: ({ raw }) => scalarText(raw, 'id'),
    }),
    eventType: t.string({
      description: '`event_type`: auth, rpc, task, system.',
      resolve: ({ raw }) => text(raw, 'event_type'),
    }),
    eventName: t.string({
      description: '`event_name`: login, `minions.get_minion_status`.',
      resolve: ({ raw }) => text(raw, 'event_name'),
    }),
    username: t.string({ description: '`username`.', resolve: ({ raw }) => text(raw, 'username') }),
    accountUuid: t.string({
      description: '`account_uuid`; null for a failed login.',
      resolve: ({ raw }) => text(raw, 'account_uuid'),
    }),
    sessionUuid: t.string({ description: '`session_uuid`.', resolve: ({ raw }) => text(raw, 'session_uuid') }),
    failed: t.boolean({ description: '`failed`.', resolve: ({ raw }) => truth(raw, 'failed') }),
    startTime: t.field({
      type: DateTime,
      description: '`start_time`, to the microsecond.',
      resolve: ({ raw }) => isoTime(raw, 'start_time'),
    }),
    endTime: t.field({
      type: DateTime,
      description: '`end_time`, to the microsecond.',
      resolve: ({ raw }) => isoTime(raw, 'end_time'),
    }),
    elapsedMsec: t.float({
      description: '`end_time` − `start_time`, in milliseconds.',
      resolve: ({ raw }) => elapsedMs(raw),
    }),
    eventData: t.field({
      type: JsonValue,
      description: '`event_data`, whose shape depends on the event type; secrets redacted.',
      resolve: ({ raw }) => json(raw, 'event_data'),
    }),
  }),
});

function elapsedMs(raw: Json): number | null {
  const start = isoTime(raw, 'start_time');
  const end = isoTime(raw, 'end_time');
  return start === null || end === null ? null : (end - start) / 1000;
}

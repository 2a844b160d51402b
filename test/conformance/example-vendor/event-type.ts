import type * as domain from '../../../src/domain/event.ts';
import { builder } from '../../../src/schema/builder.ts';
import { EVENT_INTERFACES } from '../../../src/schema/events/audit-event.ts';
import { text, truth } from '../../../src/schema/events/raw.ts';

builder.objectRef<domain.AuditEvent>('AcmeAuditEvent').implement({
  interfaces: EVENT_INTERFACES,
  description: "An event of acme's audit log, with its own words beside the normalised ones.",
  fields: (t) => ({
    entryId: t.string({ description: '`entryId`.', resolve: ({ raw }) => text(raw, 'entryId') }),
    note: t.string({ description: '`note`: what was said about it.', resolve: ({ raw }) => text(raw, 'note') }),
    ok: t.boolean({ description: '`ok`: whether it was done.', resolve: ({ raw }) => truth(raw, 'ok') }),
  }),
});

import type { Edge } from '../federation/gateway.ts';
import { builder } from './builder.ts';
import { AuditEvent } from './events/audit-event.ts';

export const AuditEventEdge = builder.objectRef<Edge>('AuditEventEdge').implement({
  description: 'An event and its place: in the one order, or, of `auditEventAdded`, in the order of arrival.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      nullable: false,
      description:
        'Opaque: give it to `after` or `before` of what gave it, of `auditEvents` with the same filter and sort. It stays good while new events arrive, whatever the page size. `auditEventAdded` also takes that of a stored event of `auditEvents`.',
    }),
    node: t.field({ type: AuditEvent, nullable: false, description: 'The event.', resolve: ({ event }) => event }),
  }),
});

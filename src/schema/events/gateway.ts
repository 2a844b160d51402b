import type * as domain from '../../domain/event.ts';
import { builder } from '../builder.ts';
import { DateTime } from '../scalars.ts';
import { EVENT_INTERFACES } from './audit-event.ts';

builder.objectRef<domain.AuditEvent>('GatewayAuditEvent').implement({
  interfaces: EVENT_INTERFACES,
  description: 'Recorded by the gateway itself, or through `recordAuditEvents`; `raw` is the input as given, redacted.',
  fields: (t) => ({
    recordedAt: t.field({
      type: DateTime,
      nullable: false,
      description: 'When the gateway stored it; `occurredAt` is when it happened.',
      resolve: ({ recordedAt, id }) => {
        if (recordedAt === undefined) throw new Error(`event ${id}: expected a stored event to have recordedAt`);
        return recordedAt;
      },
    }),
  }),
});

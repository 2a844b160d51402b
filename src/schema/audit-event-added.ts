import { AuditEventEdge } from './audit-event-edge.ts';
import { builder } from './builder.ts';
import { followCost } from './cost.ts';
import { AuditEventFilter } from './filter.ts';

builder.subscriptionField('auditEventAdded', (t) =>
  t.field({
    type: AuditEventEdge,
    nullable: false,
    complexity: followCost,
    description:
      'New events as they reach the gateway, in order of arrival, whatever their time: those of its own store, recorded ones and those copied from ARCHIVE sources, whichever process stored them. Not those of LIVE sources, which are never stored, nor an event that is counted into one already there. It ends only when the gateway stops or fails to read: resume with the last cursor, and nothing is lost or repeated.',
    args: {
      filter: t.arg({
        type: AuditEventFilter,
        description: 'Which events; left out, all of them. Relative times are those of the moment of subscribing.',
      }),
      after: t.arg.string({
        description:
          'The cursor of the last edge seen, to resume without loss; it is good with any filter. The cursor of an `auditEvents` edge whose event is stored goes on from the arrival of that event. Left out: from now on.',
      }),
    },
    subscribe: (_root, args, { gateway, signal }) => gateway.added(args, signal),
    resolve: (edge) => edge,
  }),
);

import type { Answer } from '../federation/gateway.ts';
import { inTurns } from '../lanes/breath.ts';
import { AuditEventEdge } from './audit-event-edge.ts';
import { builder } from './builder.ts';
import { COST } from './cost.ts';
import { Coverage } from './coverage.ts';
import { CountRelation } from './enums.ts';
import { AuditEvent } from './events/audit-event.ts';
import { SafeInt } from './scalars.ts';

export const AuditEventConnection = builder.objectRef<Answer>('AuditEventConnection').implement({
  description: 'One page of the events of all sources, in one order.',
  fields: (t) => ({
    edges: t.field({
      type: [AuditEventEdge],
      nullable: false,
      complexity: { field: COST.event, multiplier: 1 },
      description: 'The events of this page with their cursors.',
      resolve: ({ edges }) => inTurns(edges),
    }),
    nodes: t.field({
      type: [AuditEvent],
      nullable: false,
      complexity: { field: COST.event, multiplier: 1 },
      description: 'The events of this page, without cursors.',
      resolve: ({ edges }) => inTurns(edges.map(({ event }) => event)),
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      nullable: false,
      complexity: COST.once,
      description: 'Where this page stands. As the Relay specification says.',
      resolve: ({ pageInfo }) => pageInfo,
    }),
    totalCount: t.field({
      type: SafeInt,
      complexity: COST.once,
      description:
        'How many events match the filter, on all pages. Computed only when selected. With AT_LEAST there may be more; null with UNKNOWN.',
      resolve: async (answer) => (await answer.total()).count,
    }),
    totalCountRelation: t.field({
      type: CountRelation,
      nullable: false,
      complexity: COST.once,
      description: 'What `totalCount` says. Computed only when selected.',
      resolve: async (answer) => (await answer.total()).relation,
    }),
    coverage: t.field({
      type: Coverage,
      nullable: false,
      complexity: COST.once,
      description: 'Which sources answered, and what is missing: the receipt for this answer.',
      resolve: ({ coverage }) => coverage,
    }),
  }),
});

import { builder } from './builder.ts';
import { AuditEventConnection } from './connection.ts';
import { pageCost } from './cost.ts';
import { AuditEventSortField, OnSourceFailure, SortDirection } from './enums.ts';
import { AuditEventFilter } from './filter.ts';
import { askPage } from './shared-pages.ts';

const AuditEventSort = builder.inputType('AuditEventSort', {
  description: 'In which order events come; ties are broken by id, everywhere the same way.',
  fields: (t) => ({
    field: t.field({
      type: AuditEventSortField,
      required: true,
      defaultValue: 'OCCURRED_AT',
      description: 'What they are sorted by.',
    }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
});

builder.queryField('auditEvents', (t) =>
  t.field({
    type: AuditEventConnection,
    nullable: true,
    complexity: (args, { limits }) => pageCost(args, limits),
    description:
      'The events of all sources that match, merged in one order, newest first unless `sort` says otherwise: a Relay connection. All sources are asked at the same time; one that fails costs only its own events and is named in `coverage`. Null only with an error.',
    args: {
      filter: t.arg({ type: AuditEventFilter, description: 'Which events; left out, all of them.' }),
      sort: t.arg({ type: AuditEventSort, description: 'Left out: by occurredAt, newest first.' }),
      first: t.arg.int({
        description:
          'The first so many past `after`: 50 unless given, at most 1000 (`limits.maxPageSize`). Not together with `last`.',
      }),
      after: t.arg.string({ description: 'A cursor of the same question: only what comes past it.' }),
      last: t.arg.int({
        description: 'The last so many before `before`; with `before` alone 50. At most 1000 (`limits.maxPageSize`).',
      }),
      before: t.arg.string({ description: 'A cursor of the same question: only what comes before it.' }),
      onSourceFailure: t.arg({
        type: OnSourceFailure,
        defaultValue: 'PARTIAL',
        description: 'Whether to answer with what there is, or to fail, when a source fails.',
      }),
    },
    resolve: (_root, args, context) => askPage(args, context),
  }),
);

import type { Coverage as Receipt, SourceAnswer } from '../federation/gateway.ts';
import { builder } from './builder.ts';
import { SourceReportStatus } from './enums.ts';
import { UpstreamProblem } from './problem.ts';
import { DateTime } from './scalars.ts';
import { Source } from './source.ts';
import { TimeWindow } from './time-window.ts';

const SourceReport = builder.objectRef<SourceAnswer>('SourceReport').implement({
  description: 'How one source took part in this answer.',
  fields: (t) => ({
    source: t.field({ type: Source, nullable: false, description: 'Which source.', resolve: ({ source }) => source }),
    status: t.field({
      type: SourceReportStatus,
      nullable: false,
      description: 'How it took part.',
      resolve: ({ status }) => status,
    }),
    problem: t.field({
      type: UpstreamProblem,
      description: 'What went wrong; null when nothing did.',
      resolve: ({ problem }) => problem,
    }),
    missing: t.field({
      type: [TimeWindow],
      nullable: false,
      description:
        'What this source withheld from this page, as time windows that can be asked for again. Empty when nothing is missing.',
      resolve: ({ missing }) => missing,
    }),
    asOf: t.field({
      type: DateTime,
      description: 'The answer holds what this source had by then: LIVE now, ARCHIVE its `syncedThrough`.',
      resolve: ({ asOf }) => asOf,
    }),
    pushedDown: t.stringList({
      nullable: false,
      description:
        'Filter paths (`actor.name`, `occurredAt`, …) that the upstream applied. One may stand in both lists.',
      resolve: ({ report }) => report.pushedDown,
    }),
    filteredHere: t.stringList({
      nullable: false,
      description: 'Filter paths that the gateway tested itself, on the records it read.',
      resolve: ({ report }) => report.filteredHere,
    }),
    requests: t.int({
      nullable: false,
      description: 'Data requests sent for this answer, repeats included, logins not.',
      resolve: ({ report }) => report.requests,
    }),
    scanned: t.int({ nullable: false, description: 'Records read.', resolve: ({ report }) => report.scanned }),
    matched: t.int({
      nullable: false,
      description: 'Of the records read, how many passed the whole filter.',
      resolve: ({ report }) => report.matched,
    }),
    elapsedMs: t.exposeFloat('elapsedMs', {
      nullable: false,
      description:
        'Milliseconds that this page waited for this source; the time in which others are waited for is theirs.',
    }),
  }),
});

export const Coverage = builder.objectRef<Receipt>('Coverage').implement({
  description: 'Which sources answered, and what is missing: the receipt for an answer.',
  fields: (t) => ({
    complete: t.exposeBoolean('complete', {
      nullable: false,
      description: 'True when every source asked answered in full for this page.',
    }),
    sources: t.field({
      type: [SourceReport],
      nullable: false,
      description:
        'Every source the viewer may see; SKIPPED = not asked, because nothing in it can match (then nothing is missing).',
      resolve: ({ sources }) => sources,
    }),
  }),
});

import { EARLIEST, LATEST } from '../domain/instant.ts';
import type { TimeWindow as Window } from '../domain/position.ts';
import { builder } from './builder.ts';
import { DateTime } from './scalars.ts';

export const TimeWindow = builder.objectRef<Window>('TimeWindow').implement({
  description:
    'Half-open: `from` belongs to it, `to` does not. A null end is unbounded. Its ends can be given to `filter.occurredAt` as they are.',
  fields: (t) => ({
    from: t.field({
      type: DateTime,
      description: 'The first moment; null = from the beginning.',
      resolve: ({ from }) => (from <= EARLIEST ? null : from),
    }),
    to: t.field({
      type: DateTime,
      description: 'The moment after the last; null = without end.',
      resolve: ({ until }) => (until >= LATEST ? null : until),
    }),
  }),
});

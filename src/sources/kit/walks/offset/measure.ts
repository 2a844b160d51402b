import type { Problem } from '../../../../lanes/source-error.ts';
import type { Exchange, RecordPage } from '../../../adapter.ts';
import { holdsTooMuch } from '../../too-large.ts';
import { inOrder } from '../ask.ts';
import type { ListWalk } from './list.ts';

/** What is looked for: how many records of a part of the list, from its beginning, fit into one answer. */
export interface Measuring {
  readonly walk: Pick<ListWalk, 'ask'>;
  readonly offset: number;
  /** Goes on, past the record behind those that fit. */
  readonly land: (fits: number, problem: Problem) => Exchange<RecordPage>;
}

/** So many fit, and so many do not: that was `problem`. */
export interface Fit {
  readonly fits: number;
  readonly tooMany: number;
  readonly problem: Problem;
}

/** Asks for the same part with other limits, O(log n) of them, until it is known behind how many records the answer bursts. */
export function measure(measuring: Measuring, { fits, tooMany, problem }: Fit): Exchange<RecordPage> {
  if (tooMany - fits <= 1) return measuring.land(fits, problem);
  const limit = fits + Math.floor((tooMany - fits) / 2);
  return measuring.walk.ask(
    { offset: measuring.offset, limit },
    () => inOrder([], measure(measuring, { fits: limit, tooMany, problem })),
    (again) => (holdsTooMuch(again) ? measure(measuring, { fits, tooMany: limit, problem: again }) : null),
  );
}

import type { Json } from '../../../../domain/json.ts';
import type { Exchange, RecordPage, Step } from '../../../adapter.ts';
import type { Ask } from '../ask.ts';
import { type Slice, type SliceAnswer, sliceAnswer } from './slice-answer.ts';

/** The newest `limit` records of a slice. */
export interface SlicePlace {
  readonly slice: Slice;
  readonly limit: number;
}

/** A vendor with a window and a limit, which gives the newest of what it is asked for and knows no next page. */
export interface SliceWalk {
  readonly ask: Ask<SlicePlace, readonly Json[]>;
  readonly timeMsOf: (record: Json) => number | null;
  /** How many records to ask for, and how many at most, for one millisecond that holds more. */
  readonly limit: number;
  readonly maxLimit: number;
  /** What the vendor calls its records, for what is said of them. */
  readonly called: string;
}

export function askSlice(
  walk: SliceWalk,
  slice: Slice,
  limit: number,
  then: (answer: SliceAnswer) => Step<RecordPage>,
): Exchange<RecordPage> {
  return walk.ask({ slice, limit }, (records, httpStatus) =>
    then(sliceAnswer(records, { walk, slice, limit, httpStatus })),
  );
}

import { fromMillis } from '../../../../domain/instant.ts';
import type { Json } from '../../../../domain/json.ts';
import { sourceError } from '../../../../lanes/source-error.ts';
import type { RecordPage } from '../../../adapter.ts';

/** A slice of time in epoch milliseconds; both ends belong to it. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** A record as received, and when it was; null when that cannot be read. */
interface Row {
  readonly record: Json;
  readonly timeMs: number | null;
}

/** What came for one slice. */
export interface SliceAnswer {
  readonly rows: readonly Row[];
  /**
   * Null: fewer rows came than were asked for, the slice is whole. Else there may be more, and they are older than all
   * these, if these are in order at all (null: they are not).
   */
  readonly full: { readonly order: Span | null } | null;
}

/** The times of the oldest and the newest row, in epoch milliseconds. */
export interface Span {
  readonly oldest: number;
  readonly newest: number;
}

export function sliceAnswer(
  records: readonly Json[],
  asked: {
    readonly walk: { readonly timeMsOf: (record: Json) => number | null; readonly called: string };
    readonly slice: Slice;
    readonly limit: number;
    readonly httpStatus: number;
  },
): SliceAnswer {
  const { walk, slice, limit, httpStatus } = asked;
  const rows = records.map((record) => ({ record, timeMs: walk.timeMsOf(record) }));
  if (rows.length < limit) return { rows, full: null };
  const order = spanOf(rows);
  if (order && order.oldest > slice.to) {
    const span = `${new Date(slice.from).toISOString()} to ${new Date(slice.to).toISOString()}`;
    const message = `expected ${walk.called} of ${span}, but got only newer ones`;
    throw sourceError('INVALID_RESPONSE', message, { httpStatus });
  }
  return { rows, full: { order } };
}

/** Newest first is what is seen, not what is promised. */
function spanOf(rows: readonly Row[]): Span | null {
  const times = rows.map((row) => row.timeMs).filter((time) => time !== null);
  const [newest] = times;
  const oldest = times.at(-1);
  if (newest === undefined || oldest === undefined) return null;
  return times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time)) ? { oldest, newest } : null;
}

/** A whole slice of time, up to this boundary in epoch milliseconds. */
export function whole({ rows }: SliceAnswer, { from, to }: Slice, wholeUntilMs: number): RecordPage {
  const inside = rows.filter(({ timeMs }) => timeMs === null || (timeMs >= from && timeMs <= to));
  const page = { records: inside.map((row) => row.record), wholeUntil: fromMillis(wholeUntilMs) };
  return spanOf(inside) ? { ...page, order: 'DESC' } : page;
}

/** Nothing yet: all is as whole as it was. */
export function nothing(wholeUntilMs: number): RecordPage {
  return { records: [], wholeUntil: fromMillis(wholeUntilMs) };
}

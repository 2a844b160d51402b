import { z } from 'zod';
import { fromMillis } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { RecordPage, VendorResponse } from '../adapter.ts';
import { bodyAs, RECORDS } from '../kit/body.ts';
import { timeMsOf } from './record.ts';
import type { Slice } from './slice.ts';

/** An audit as received, and when it was; null when that cannot be read. */
export interface Row {
  readonly record: Json;
  readonly timeMs: number | null;
}

/** What came for one slice. */
export interface Answer {
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

const body = z.object({ audits: RECORDS.nullable() });

export function answerOf(response: VendorResponse, slice: Slice, limit: number): Answer {
  const { audits } = bodyAs(body, response);
  const rows = (audits ?? []).map((record) => ({ record, timeMs: timeMsOf(record) }));
  if (rows.length < limit) return { rows, full: null };
  const order = spanOf(rows);
  if (order && order.oldest > slice.to) {
    const asked = `${new Date(slice.from).toISOString()} to ${new Date(slice.to).toISOString()}`;
    throw sourceError('INVALID_RESPONSE', `expected audits of ${asked}, but got only newer ones`, {
      httpStatus: response.status,
    });
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
export function whole({ rows }: Answer, { from, to }: Slice, wholeUntilMs: number): RecordPage {
  const inside = rows.filter(({ timeMs }) => timeMs === null || (timeMs >= from && timeMs <= to));
  const page = { records: inside.map((row) => row.record), wholeUntil: fromMillis(wholeUntilMs) };
  return spanOf(inside) ? { ...page, order: 'DESC' } : page;
}

/** Nothing yet: all is as whole as it was. */
export function nothing(wholeUntilMs: number): RecordPage {
  return { records: [], wholeUntil: fromMillis(wholeUntilMs) };
}

const RAISE = 10;

/** The next limit for a millisecond that holds more audits than were asked for. */
export function raised(limit: number, atMs: number, maxLimit: number): number {
  if (limit < maxLimit) return Math.min(limit * RAISE, maxLimit);
  throw sourceError(
    'OVERFLOW',
    `expected fewer than ${limit} audits of the millisecond ${new Date(atMs).toISOString()}, but got as many`,
  );
}

import { type Instant, MICROSECOND, plus, SECOND } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import type { Direction, TimeWindow } from '../../domain/position.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage } from '../adapter.ts';
import { type AuditAnswer, auditAnswer } from './answer.ts';
import type { SaltOptions } from './options.ts';
import { startOf } from './record.ts';
import { getAudit } from './request.ts';

/** Records of one microsecond that are still read; more of them are an OVERFLOW. */
export const MOST_OF_ONE_TICK = 16_384;
/** The server's own default: it gives that many. A longer answer that is not full may have been cut by a limit of its own. */
const SURE_PAGE = 50;

/**
 * Pages by time, never by page number: rows alike in `start_time` may change places between two calls, so a later page
 * begins at the last moment of the page before it and reads that moment whole, once more.
 */
export function walk(pushdown: Pushdown, options: SaltOptions): Exchange<RecordPage> {
  const limit = Math.min(pushdown.pageSize, options.maxPageSize);
  return page({ pushdown, options }, { window: pushdown.window, given: null, limit });
}

interface Question {
  readonly pushdown: Pushdown;
  readonly options: SaltOptions;
}

/** Everything before the moment `given`, in reading order, has been given. */
interface Place {
  readonly window: TimeWindow;
  readonly given: Instant | null;
  readonly limit: number;
}

interface Row {
  readonly record: Json;
  readonly at: Instant | null;
}

function page(question: Question, place: Place): Exchange<RecordPage> {
  const { words, direction } = question.pushdown;
  const until = plus(place.window.until, question.options.longestEventSeconds * SECOND);
  return {
    request: getAudit({ words, direction, limit: place.limit, window: { from: place.window.from, until } }),
    read(response) {
      const answer = auditAnswer(response);
      const rows = answer.results.map((record) => ({ record, at: startOf(record) }));
      const records = rows.slice(repeated(rows, place.given, direction)).map((row) => row.record);
      const next = following(question, place, rows, answer);
      return { result: { records, wholeUntil: null }, next: next && page(question, next) };
    },
  };
}

/** How many rows at the head of a page were given before: its window is wider by a moment than what is still wanted. */
function repeated(rows: readonly Row[], given: Instant | null, direction: Direction): number {
  if (given === null) return 0;
  const isOld = ({ at }: Row) => at !== null && isBefore(at, given, direction);
  const fresh = rows.findIndex((row) => row.at !== null && !isOld(row));
  return rows.slice(0, fresh === -1 ? rows.length : fresh).findLastIndex(isOld) + 1;
}

function following(question: Question, place: Place, rows: readonly Row[], answer: AuditAnswer): Place | null {
  const { pushdown, options } = question;
  const full = rows.length >= place.limit;
  if (!full && (answer.count ?? 0) <= rows.length) return null;
  const last = rows.findLast((row) => row.at !== null)?.at ?? null;
  if (last !== null && (place.given === null || isBefore(place.given, last, pushdown.direction))) {
    const again = rows.filter((row) => row.at === last).length;
    const limit = Math.min(pushdown.pageSize + again, options.maxPageSize);
    return { window: onwards(pushdown, last), given: last, limit };
  }
  if (!full && rows.length < SURE_PAGE) return null;
  if (place.limit >= MOST_OF_ONE_TICK) {
    throw sourceError('OVERFLOW', `expected at most ${MOST_OF_ONE_TICK} records of one moment, but got more`);
  }
  return { ...place, limit: Math.min(place.limit * 2, MOST_OF_ONE_TICK) };
}

/** What is left of the window, wider by one tick: whether its ends belong to it is not documented. */
function onwards({ window, direction }: Pushdown, last: Instant): TimeWindow {
  return direction === 'ASC'
    ? { from: plus(last, -MICROSECOND), until: window.until }
    : { from: window.from, until: plus(last, MICROSECOND) };
}

function isBefore(a: Instant, b: Instant, direction: Direction): boolean {
  return direction === 'ASC' ? a < b : a > b;
}

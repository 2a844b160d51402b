import { floorTo, type Instant, MILLISECOND, toMillis } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import type { Exchange, RecordPage } from '../adapter.ts';
import { ordered } from './answer.ts';
import { lineTime } from './line-time.ts';
import { exchange, isLast, logsRequest, type Question } from './question.ts';
import { scroll } from './scroll.ts';

/**
 * For tenants that know no search_after: the same question again from the last millisecond seen, which belongs to it
 * once more. Unlike a scroll it does not run out. Only where one millisecond fills a page, the rest is scrolled through.
 */
export function byTime(question: Question, lines: readonly Json[]): Exchange<RecordPage> {
  const last = lines.map(lineTime).findLast((time) => time !== null) ?? null;
  return last === null ? scrolled(question) : continued(question, floorTo(last, MILLISECOND));
}

/** Through all of it by scroll, and on by time should the scroll run out. */
export function scrolled(
  question: Question,
  isNew: (time: Instant | null) => boolean = () => true,
): Exchange<RecordPage> {
  return scroll({ question, isNew, resume: (lines) => byTime(question, lines) });
}

function continued(question: Question, tick: Instant): Exchange<RecordPage> {
  const rest = restOf(question, tick);
  const isNew = notBefore(tick, question);
  return exchange(rest, logsRequest(rest, {}), (answer) => {
    const last = answer.lines.map(lineTime).findLast((time) => time !== null) ?? null;
    const stuck = last === null || floorTo(last, MILLISECOND) === tick || !isNew(last);
    return {
      result: ordered(answer.lines.filter((line) => isNew(lineTime(line)))),
      next: isLast(answer, rest.limit, answer.lines.length)
        ? null
        : stuck
          ? scrolled(rest, isNew)
          : continued(rest, floorTo(last, MILLISECOND)),
    };
  });
}

/** Lines may be finer than the millisecond in which bounds are sent, so that the whole of it must lie inside. */
function restOf(question: Question, tick: Instant): Question {
  const ms = toMillis(tick);
  return question.direction === 'DESC'
    ? { ...question, endMs: Math.min(question.endMs, ms + 1) }
    : { ...question, startMs: Math.max(question.startMs, ms) };
}

/** Newest first the rest begins a millisecond too early, with what has been given already. */
function notBefore(tick: Instant, { direction }: Question): (time: Instant | null) => boolean {
  return (time) => direction === 'ASC' || time === null || time < tick + MILLISECOND;
}

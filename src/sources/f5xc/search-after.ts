import { canonicalJson } from '../../domain/canonical.ts';
import type { Json } from '../../domain/json.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, RecordPage } from '../adapter.ts';
import { type Answer, ordered } from './answer.ts';
import { byTime, scrolled } from './by-time.ts';
import { exchange, isLast, logsRequest, type Question } from './question.ts';

/**
 * Page after page, each begun where the one before ended: by time and document, so that no tie is lost, and without a
 * lifetime. A tenant that does not know it gives no place to begin at, or refuses to be asked so.
 */
export function searchAfter(question: Question, place: Json = null, before = 0): Exchange<RecordPage> {
  const paging = { search_after: true, ...(place === null ? {} : { sort_values: place }) };
  const read = (answer: Answer) => {
    const seen = before + answer.lines.length;
    return {
      result: ordered(answer.lines),
      next: isLast(answer, question.limit, seen) ? null : following(answer, question, place, seen),
      ...(answer.total === null ? {} : { total: answer.total }),
    };
  };
  const isOlder = place === null && question.options.paging === 'auto';
  return exchange(question, logsRequest(question, paging), read, ({ code }) =>
    isOlder && code === 'BAD_REQUEST' ? scrolled(question) : null,
  );
}

function following(answer: Answer, question: Question, place: Json, seen: number): Exchange<RecordPage> {
  const next = answer.lastSortValues;
  if (next === null && question.options.paging === 'auto') return byTime(question, answer.lines);
  if (next === null || canonicalJson(next) === canonicalJson(place)) {
    const found = next === null ? 'none' : 'the one of the page before';
    throw sourceError('INVALID_RESPONSE', `expected last_sort_values where the next page begins, but got ${found}`);
  }
  return searchAfter(question, next, seen);
}

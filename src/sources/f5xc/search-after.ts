import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, RecordPage } from '../adapter.ts';
import { byKey } from '../kit/walks/by-key.ts';
import type { LogAnswer } from './answer.ts';
import { onByTime, scrolled } from './by-time.ts';
import { lineTime } from './line-time.ts';
import { exchange, isLast, type LogQuestion, logsRequest } from './question.ts';

/**
 * Page after page, each begun where the one before ended: by time and document, so that no tie is lost, and without a
 * lifetime. A tenant that does not know it gives no place to begin at, or refuses to be asked so.
 */
export function searchAfter(question: LogQuestion): Exchange<RecordPage> {
  const { limit, options } = question;
  const mayBeOlder = options.paging === 'auto';
  return byKey<LogAnswer>({
    ask: (place, then, refused) => {
      const paging = { search_after: true, ...(place === null ? {} : { sort_values: place }) };
      return exchange(question, logsRequest(question, paging), then, refused);
    },
    timeOf: lineTime,
    keyAfter: (answer, seen) => (isLast(answer, limit, seen) ? null : answer.lastSortValues),
    keyless(answer, { seen, last }) {
      if (isLast(answer, limit, seen)) return null;
      if (mayBeOlder) return onByTime(question, last);
      throw sourceError('INVALID_RESPONSE', 'expected last_sort_values where the next page begins, but got none');
    },
    otherwise: ({ code }) => (mayBeOlder && code === 'BAD_REQUEST' ? scrolled(question) : null),
  });
}

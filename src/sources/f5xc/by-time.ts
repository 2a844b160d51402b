import { floorTo, type Instant, MILLISECOND } from '../../domain/instant.ts';
import type { Exchange, RecordPage } from '../adapter.ts';
import { byKey } from '../kit/walks/by-key.ts';
import { byTime } from '../kit/walks/by-time.ts';
import { doneAtHead, restFrom, rowOf } from '../kit/walks/rows.ts';
import type { LogAnswer } from './answer.ts';
import { lineTime } from './line-time.ts';
import { exchange, isLast, type LogQuestion, logsRequest, scrollRequest } from './question.ts';

const CLOCK = { timeOf: lineTime, grainUs: MILLISECOND };

/**
 * For tenants that know no search_after: the same question again from the last millisecond seen. Unlike a scroll it does not
 * run out. Only where one millisecond fills a page, the rest is scrolled through.
 */
export function onByTime(question: LogQuestion, last: Instant | null): Exchange<RecordPage> {
  if (last === null) return scrolled(question);
  const { direction, limit } = question;
  const tick = floorTo(last, MILLISECOND);
  const windowFrom = (from: Instant) => restFrom(from, question.window, direction, MILLISECOND);
  return byTime<LogAnswer>(
    {
      ...CLOCK,
      direction,
      ask: ({ window }, then) => exchange(question, logsRequest({ ...question, window }, {}), then),
      windowFrom,
      wanted: limit,
      largest: limit,
      isLast: (answer) => isLast(answer, limit, answer.records.length),
      stuck: ({ window, given }) => scrolled({ ...question, window }, given),
    },
    { window: windowFrom(tick), given: tick, limit },
  );
}

/**
 * Batch after batch of one snapshot, and on by time should it run out. The id of a scroll holds for two minutes, and is empty
 * at the end. What lies before `given` was given already.
 */
export function scrolled(question: LogQuestion, given: Instant | null = null): Exchange<RecordPage> {
  return byKey<LogAnswer>({
    ask: (id, then, refused) => {
      const request = id === null ? logsRequest(question, { scroll: true }) : scrollRequest(question, String(id));
      return exchange(question, request, then, refused);
    },
    timeOf: lineTime,
    keyAfter({ scrollId, records, total }, seen) {
      return scrollId === '' || records.length === 0 || (total !== null && seen >= total) ? null : scrollId;
    },
    isCursor: true,
    resume: (last) => onByTime(question, last),
    fresh(records) {
      if (given === null) return records;
      const rows = records.map((line) => rowOf(line, CLOCK));
      return records.slice(doneAtHead(rows, given, question.direction));
    },
  });
}

import type { Instant } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import type { Exchange, RecordPage, Step } from '../adapter.ts';
import { mayHaveRunOut } from '../kit/run-out.ts';
import { type Answer, ordered } from './answer.ts';
import { lineTime } from './line-time.ts';
import { exchange, logsRequest, type Question, scrollRequest } from './question.ts';

/** What is scrolled through, and how to go on from the last lines that came when the scroll ran out. */
export interface Scrolling {
  readonly question: Question;
  readonly isNew: (time: Instant | null) => boolean;
  readonly resume: (lines: readonly Json[]) => Exchange<RecordPage>;
}

/** Batch after batch of one snapshot. Its id holds for two minutes, and is empty at the end. */
export function scroll(scrolling: Scrolling): Exchange<RecordPage> {
  const { question } = scrolling;
  return exchange(question, logsRequest(question, { scroll: true }), (answer) => batch(answer, scrolling, 0));
}

function batch(answer: Answer, scrolling: Scrolling, before: number): Step<RecordPage> {
  const { question, isNew, resume } = scrolling;
  const { lines, scrollId, total } = answer;
  const seen = before + lines.length;
  const done = scrollId === '' || lines.length === 0 || (total !== null && seen >= total);
  const next = () =>
    exchange(
      question,
      scrollRequest(question, scrollId),
      (following) => batch(following, scrolling, seen),
      (problem) => (mayHaveRunOut(problem) ? resume(lines) : null),
    );
  return {
    result: ordered(lines.filter((line) => isNew(lineTime(line)))),
    next: done ? null : next(),
    ...(total === null ? {} : { total }),
  };
}

import { canonicalJson } from '../../../domain/canonical.ts';
import type { Instant } from '../../../domain/instant.ts';
import type { Json } from '../../../domain/json.ts';
import { type Problem, sourceError } from '../../../lanes/source-error.ts';
import type { Exchange, RecordPage } from '../../adapter.ts';
import { mayHaveRunOut } from '../run-out.ts';
import { type Ask, inOrder } from './ask.ts';

export interface KeyedAnswer {
  readonly records: readonly Json[];
  readonly total: number | null;
}

/** How far a walk has come: the key it asks with (null: none yet), and the records read so far, with the last time among them. */
export interface Reached {
  readonly key: Json;
  readonly seen: number;
  readonly last: Instant | null;
}

export interface KeyWalk<Answer extends KeyedAnswer> {
  readonly ask: Ask<Json, Answer>;
  readonly timeOf: (record: Json) => Instant | null;
  /** The key of the page that follows, `seen` records from the beginning; null: there is none. */
  readonly keyAfter: (answer: Answer, seen: number) => Json;
  /** The key is a cursor that moves on by itself, and may stay the same. Otherwise one that stays is an error. */
  readonly isCursor?: boolean;
  /** What to ask after a page without a key; left out: it was the last. */
  readonly keyless?: (answer: Answer, reached: Reached) => Exchange<RecordPage> | null;
  /** What to ask, on from the last time read, where a key may have run out; left out: the refusal stands. */
  readonly resume?: (last: Instant | null) => Exchange<RecordPage>;
  /** What to ask where the first page is refused, as by an older build; left out: the refusal stands. */
  readonly otherwise?: (problem: Problem) => Exchange<RecordPage> | null;
  /** The records of a page that have not been given by another walk before; left out: all. */
  readonly fresh?: (records: readonly Json[]) => readonly Json[];
}

const NOWHERE: Reached = { key: null, seen: 0, last: null };

/** Page after page, each by the key that the page before gave. A page may be short, even empty, and not the last. */
export function byKey<Answer extends KeyedAnswer>(
  walk: KeyWalk<Answer>,
  before: Reached = NOWHERE,
): Exchange<RecordPage> {
  const { ask, keyAfter, timeOf, isCursor, keyless, fresh } = walk;
  return ask(
    before.key,
    (answer, httpStatus) => {
      const { records, total } = answer;
      const seen = before.seen + records.length;
      const key = keyAfter(answer, seen);
      if (key !== null && !isCursor && canonicalJson(key) === canonicalJson(before.key)) {
        const message = 'expected the key of the next page, but got the one of the page before';
        throw sourceError('INVALID_RESPONSE', message, { httpStatus });
      }
      const last = records.map(timeOf).findLast((time) => time !== null) ?? before.last;
      const reached = { key, seen, last };
      const next = key === null ? (keyless?.(answer, reached) ?? null) : byKey(walk, reached);
      return inOrder(fresh?.(records) ?? records, next, total);
    },
    before.key === null ? walk.otherwise : resuming(walk, before.last),
  );
}

function resuming({ resume }: Pick<KeyWalk<never>, 'resume'>, last: Instant | null) {
  return resume && ((problem: Problem) => (mayHaveRunOut(problem) ? resume(last) : null));
}

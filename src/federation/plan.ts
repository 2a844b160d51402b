import type { SourceKey } from '../domain/event.ts';
import { assuming, type FilterExpr, type Is, isNothing } from '../domain/filter.ts';
import { isEmpty } from '../domain/position.ts';
import type { LaneSource } from '../lanes/lane.ts';
import type { ConnectedSource } from './connected-source.ts';
import type { Question } from './question.ts';

/** A lane to be asked, and what of the question concerns it. */
export interface PlannedLane {
  readonly lane: LaneSource;
  readonly sources: readonly ConnectedSource[];
  readonly where: FilterExpr;
}

/** The lanes in which something can match. Leaving the others out never changes an answer. */
export function plan(
  question: Pick<Question, 'where' | 'window'>,
  sources: readonly ConnectedSource[],
): readonly PlannedLane[] {
  if (isEmpty(question.window)) return [];
  const lanes = [...new Set(sources.map((source) => source.lane))];
  return lanes.flatMap((lane) => {
    const where = assuming(question.where, (leaf) => foresee(leaf, lane.sources));
    return isNothing(where) ? [] : [{ lane, where, sources: sources.filter((source) => source.lane === lane) }];
  });
}

/** Which source an event is of is known before it is read, where a lane has but one. */
function foresee(leaf: Is, [key, ...others]: readonly SourceKey[]): boolean | undefined {
  if (leaf.field !== 'source' || leaf.test.op !== 'in' || key === undefined || others.length > 0) return undefined;
  return leaf.test.values.includes(key) !== leaf.negated;
}

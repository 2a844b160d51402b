import type { SourceKey } from '../../domain/event.ts';
import { assuming, type FilterExpr, type Is, isNothing } from '../../domain/filter.ts';
import { intersect, isEmpty } from '../../domain/position.ts';
import { splitWindow, type Timed } from '../../domain/split-window.ts';
import type { LaneSource } from '../../lanes/lane.ts';
import type { Asked } from '../ask/asked.ts';
import type { ConnectedSource } from '../connected-source.ts';

/** A lane to be asked, and what of the question concerns it. */
export interface PlannedLane extends Timed {
  readonly lane: LaneSource;
  readonly sources: readonly ConnectedSource[];
}

/** The lanes in which something can match. Leaving the others out never changes an answer. */
export function plan({ where, window, sources }: Asked): readonly PlannedLane[] {
  if (isEmpty(window)) return [];
  const lanes = [...new Set(sources.map((source) => source.lane))];
  return lanes.flatMap((lane) => {
    const hopeful = sources.filter((source) => source.lane === lane && canMatch(where, source.key));
    if (hopeful.length === 0) return [];
    const its = splitWindow(assuming(where, (leaf) => foresee(leaf, lane.sources)));
    const common = intersect(window, its.window);
    return isEmpty(common) ? [] : [{ lane, where: its.where, window: common, sources: hopeful }];
  });
}

function canMatch(where: FilterExpr, key: SourceKey): boolean {
  return !isNothing(assuming(where, (leaf) => foresee(leaf, [key])));
}

/** Which source an event is of is known before it is read, where it is the same for all of a lane. */
function foresee(leaf: Is, keys: readonly SourceKey[]): boolean | undefined {
  const { field, test, negated } = leaf;
  if (field !== 'source' || test.op !== 'in') return undefined;
  const [first, ...others] = new Set(keys.map((key) => test.values.includes(key) !== negated));
  return others.length > 0 ? undefined : first;
}

import { entrance, exit, furthest } from '../domain/position.ts';
import type { EventQuery } from '../domain/query.ts';
import type { Item, Lane } from '../lanes/lane.ts';
import { type LaneFailure, merge } from '../lanes/merge.ts';
import { SourceError } from '../lanes/source-error.ts';
import { timeBetween } from '../lanes/time-between.ts';

/** The streams of one source as its lane. One that fails leaves a gap from its place on, while any other is left. */
export async function* streamsAsOne(lanes: readonly Lane[], query: EventQuery, grainUs: number): AsyncGenerator<Item> {
  const { window, direction, after } = query;
  const [begin, end] = [after ?? entrance(window, query), exit(window, query)];
  let left = lanes.length;
  let lost: readonly Item[] = [];

  const failed = ({ at, error }: LaneFailure): boolean => {
    if (!(error instanceof SourceError) || left === 1) return false;
    const missing = timeBetween(furthest(at, begin, query) ?? begin, end, direction, grainUs);
    lost = [...lost, { kind: 'gap', window: missing, problem: error.problem }];
    left -= 1;
    return true;
  };
  const told = function* (): Generator<Item> {
    yield* lost;
    lost = [];
  };

  try {
    for await (const item of merge(lanes, query, failed)) {
      yield* told();
      yield item;
    }
  } catch (error) {
    yield* told();
    throw error;
  }
  yield* told();
}

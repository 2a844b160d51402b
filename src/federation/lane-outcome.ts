import type { Position, TimeWindow } from '../domain/position.ts';
import { EMPTY_REPORT, type Item, type Lane, type LaneReport } from '../lanes/lane.ts';
import type { Problem } from '../lanes/source-error.ts';
import type { PlannedLane } from './plan.ts';

/** What one lane did for one page. */
export interface LaneOutcome {
  readonly planned: PlannedLane;
  readonly report: LaneReport;
  readonly elapsedMs: number;
  /** How far it was whole when it failed, and why; null: it did not, as far as the page goes. */
  readonly failure: { readonly at: Position; readonly problem: Problem } | null;
  readonly gaps: readonly { readonly window: TimeWindow; readonly problem: Problem }[];
}

/** Collects a lane's outcome while its page is read. */
export interface LaneRecord {
  /** The same lane; the time of its last answer, and of its end, is kept. */
  timed(lane: Lane): Lane;
  hear(item: Exclude<Item, { kind: 'event' | 'mark' }>): void;
  fail(at: Position, problem: Problem): void;
  outcome(): LaneOutcome;
}

export function laneRecord(planned: PlannedLane): LaneRecord {
  const started = performance.now();
  let elapsedMs = 0;
  let so: Omit<LaneOutcome, 'planned' | 'elapsedMs'> = { report: EMPTY_REPORT, failure: null, gaps: [] };
  const look = () => {
    elapsedMs = performance.now() - started;
  };
  return {
    timed: (lane) => watched(lane, look),
    hear(item) {
      if (item.kind === 'report') so = { ...so, report: item.report };
      else so = { ...so, gaps: [...so.gaps, { window: item.window, problem: item.problem }] };
    },
    fail(at, problem) {
      so = { ...so, failure: { at, problem } };
    },
    outcome: () => ({ planned, elapsedMs, ...so }),
  };
}

async function* watched(lane: Lane, look: () => void): AsyncGenerator<Item> {
  try {
    for await (const item of lane) {
      if (item.kind === 'report') look();
      yield item;
    }
  } catch (error) {
    look();
    throw error;
  }
}

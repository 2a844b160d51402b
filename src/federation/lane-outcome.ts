import type { Position, TimeWindow } from '../domain/position.ts';
import { EMPTY_REPORT, type Item, type LaneReport } from '../lanes/lane.ts';
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
  hear(item: Exclude<Item, { kind: 'event' | 'mark' }>): void;
  fail(at: Position, problem: Problem): void;
  outcome(): LaneOutcome;
}

export function laneRecord(planned: PlannedLane): LaneRecord {
  const started = performance.now();
  let so: Omit<LaneOutcome, 'planned'> = { report: EMPTY_REPORT, elapsedMs: 0, failure: null, gaps: [] };
  const elapsedMs = () => performance.now() - started;
  return {
    hear(item) {
      if (item.kind === 'report') so = { ...so, report: item.report, elapsedMs: elapsedMs() };
      else so = { ...so, gaps: [...so.gaps, { window: item.window, problem: item.problem }] };
    },
    fail(at, problem) {
      so = { ...so, failure: { at, problem }, elapsedMs: elapsedMs() };
    },
    outcome: () => ({ planned, ...so }),
  };
}

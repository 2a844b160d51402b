import type { Position, TimeWindow } from '../../domain/position.ts';
import { EMPTY_REPORT, type Item, type Lane, type LaneReport } from '../../lanes/lane.ts';
import type { Problem } from '../../lanes/source-error.ts';
import type { PlannedLane } from './plan.ts';

/** What one lane did for one page. */
export interface LaneOutcome {
  readonly planned: PlannedLane;
  readonly report: LaneReport;
  /** How long it was waited for. */
  readonly elapsedMs: number;
  /** How far it was whole when it failed, and why; null: it did not, as far as the page goes. */
  readonly failure: { readonly at: Position; readonly problem: Problem } | null;
  readonly gaps: readonly { readonly window: TimeWindow; readonly problem: Problem }[];
}

/** Collects a lane's outcome while its page is read. */
export interface LaneRecord {
  /** The same lane, opened when it is first read; how long it is waited for is kept. */
  timed(open: () => Lane): Lane;
  hear(item: Exclude<Item, { kind: 'event' | 'mark' }>): void;
  fail(at: Position, problem: Problem): void;
  outcome(): LaneOutcome;
}

export function laneRecord(planned: PlannedLane): LaneRecord {
  let elapsedMs = 0;
  let so: Omit<LaneOutcome, 'planned' | 'elapsedMs'> = { report: EMPTY_REPORT, failure: null, gaps: [] };
  return {
    timed: (open) =>
      timed(open, (ms) => {
        elapsedMs += ms;
      }),
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

/** While nobody waits for the lane, its time stands still. */
async function* timed(open: () => Lane, waited: (ms: number) => void): AsyncGenerator<Item> {
  const items = open()[Symbol.asyncIterator]();
  const next = async () => {
    const since = performance.now();
    return items.next().finally(() => waited(performance.now() - since));
  };
  try {
    for (let item = await next(); !item.done; item = await next()) yield item.value;
  } finally {
    await items.return?.();
  }
}

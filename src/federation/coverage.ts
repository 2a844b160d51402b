import type { Instant } from '../domain/instant.ts';
import { joined, overlap } from '../domain/windows.ts';
import { EMPTY_REPORT } from '../lanes/lane.ts';
import { timeBetween } from '../lanes/time-between.ts';
import type { ConnectedSource } from './connected-source.ts';
import type { Coverage, SourceAnswer } from './gateway.ts';
import type { LaneOutcome } from './lane-outcome.ts';
import type { Page } from './page.ts';
import type { Question } from './question.ts';

/** The receipt: what every source gave to this page, and what it withheld from it. */
export function coverageOf(
  page: Page,
  question: Question,
  sources: readonly ConnectedSource[],
  asOf: Instant,
): Coverage {
  const answers = sources.map((source) => {
    const outcome = page.lanes.find(({ planned }) => planned.lane === source.lane);
    return outcome ? answered(source, outcome, page, question, asOf) : skipped(source);
  });
  return { complete: answers.every(({ status }) => status === 'OK' || status === 'SKIPPED'), sources: answers };
}

function skipped(source: ConnectedSource): SourceAnswer {
  return { source, status: 'SKIPPED', problem: null, missing: [], asOf: null, report: EMPTY_REPORT, elapsedMs: 0 };
}

function answered(
  source: ConnectedSource,
  { report, elapsedMs, failure, gaps }: LaneOutcome,
  page: Page,
  { direction }: Question,
  asOf: Instant,
): SourceAnswer {
  const { grainUs } = source.lane;
  if (!failure && gaps.length === 0 && report.requests === 0) return skipped(source);
  const whole = timeBetween(page.begin, page.end, direction, grainUs);
  const withheld = gaps.flatMap(({ window, problem }) => {
    const inside = overlap(window, whole);
    return inside ? [{ window: inside, problem }] : [];
  });
  const rest = failure ? [timeBetween(failure.at, page.end, direction, grainUs)] : [];
  const problem = failure?.problem ?? withheld[0]?.problem ?? null;
  const status = problem === null ? 'OK' : failure && report.scanned === 0 ? 'FAILED' : 'PARTIAL';
  return {
    source,
    status,
    problem,
    missing: joined([...withheld.map(({ window }) => window), ...rest]),
    asOf: status === 'FAILED' ? null : asOf,
    report,
    elapsedMs,
  };
}

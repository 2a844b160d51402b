import type { SourceKey } from '../../domain/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Position, TimeWindow } from '../../domain/position.ts';
import { joined, overlap } from '../../domain/windows.ts';
import { EMPTY_REPORT, type Share } from '../../lanes/lane.ts';
import { neverSynced, type SyncState, syncedThrough } from '../../lanes/sync-state.ts';
import { timeBetween } from '../../lanes/time-between.ts';
import type { Asked } from '../ask/asked.ts';
import type { ConnectedSource } from '../connected-source.ts';
import type { Coverage, SourceAnswer } from '../gateway.ts';
import { type ArchiveRules, archiveMissing, archiveProblem } from './archive-coverage.ts';
import type { LaneOutcome } from './lane-outcome.ts';
import type { Page } from './page.ts';

export interface CoverageFacts {
  readonly page: Page;
  readonly asked: Asked;
  /** How far the archived ones were copied before the page was read. */
  readonly states: ReadonlyMap<SourceKey, SyncState>;
  readonly asOf: Instant;
}

/** The receipt: what every source gave to this page, and what it withheld from it. */
export function coverageOf({ page, asked, states, asOf }: CoverageFacts): Coverage {
  const answers = asked.sources.map((source) => {
    const outcome = page.lanes.find(({ planned }) => planned.sources.includes(source));
    if (!outcome) return skipped(source);
    const live = answered(source, outcome, page, asked, asOf);
    return source.archive ? stored(live, source.archive, states.get(source.key), page, asked, asOf) : live;
  });
  return { complete: answers.every(({ status }) => status === 'OK' || status === 'SKIPPED'), sources: answers };
}

function skipped(source: ConnectedSource): SourceAnswer {
  return { source, status: 'SKIPPED', problem: null, missing: [], asOf: null, report: EMPTY_REPORT, elapsedMs: 0 };
}

function answered(
  source: ConnectedSource,
  { report: whole, elapsedMs, failure, gaps }: LaneOutcome,
  page: Page,
  asked: Asked,
  asOf: Instant,
): SourceAnswer {
  const { grainUs } = source.lane;
  if (!failure && gaps.length === 0 && whole.requests === 0) return skipped(source);
  const report = whole.shares ? { ...whole, ...(whole.shares.get(source.key) ?? NO_SHARE) } : whole;
  const stretch = stretchBetween(page.begin, page.end, asked, grainUs);
  const withheld = gaps.flatMap(({ window, problem }) => {
    const inside = overlap(window, stretch);
    return inside ? [{ window: inside, problem }] : [];
  });
  const rest = failure ? [stretchBetween(failure.at, page.end, asked, grainUs)] : [];
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

const NO_SHARE: Share = { scanned: 0, matched: 0 };

/** What the store gave of an archived source is as whole as its copy is. */
function stored(
  answer: SourceAnswer,
  rules: ArchiveRules,
  known: SyncState | undefined,
  page: Page,
  asked: Asked,
  now: Instant,
): SourceAnswer {
  const state = known ?? neverSynced(answer.source.key);
  const stretch = stretchBetween(page.begin, page.end, asked, answer.source.lane.grainUs);
  const missing = archiveMissing(state, rules, now).flatMap((window) => overlap(window, stretch) ?? []);
  const problem = missing.length === 0 ? null : archiveProblem(state, rules);
  return { ...answer, status: problem ? 'PARTIAL' : 'OK', problem, missing, asOf: syncedThrough(state) };
}

/** The time in which all between two places lies: in an order that is not that of time, anywhere in what is asked. */
function stretchBetween(begin: Position, end: Position, { window, by, direction }: Asked, grainUs: number): TimeWindow {
  return by ? window : timeBetween(begin, end, direction, grainUs);
}

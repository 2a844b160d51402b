import { EMPTY_REPORT, type LaneReport } from '../lanes/lane.ts';
import type { Division } from './divide.ts';

/** Counts what one lane costs, all its streams together. */
export interface Meter {
  readonly sent: () => void;
  read(scanned: number, matched: number): void;
  /** A question was too long, and is asked in another division. */
  askedInstead(before: Division, after: Division): void;
  report(): LaneReport;
}

export function meter(divisions: readonly Division[]): Meter {
  let asked = divisions;
  let report: LaneReport = { ...EMPTY_REPORT, ...pathsOf(asked) };
  return {
    sent: () => {
      report = { ...report, requests: report.requests + 1 };
    },
    read: (scanned, matched) => {
      report = { ...report, scanned: report.scanned + scanned, matched: report.matched + matched };
    },
    askedInstead: (before, after) => {
      asked = asked.map((division) => (division === before ? after : division));
      report = { ...report, ...pathsOf(asked) };
    },
    report: () => report,
  };
}

function pathsOf(divisions: readonly Division[]): Pick<LaneReport, 'pushedDown' | 'filteredHere'> {
  return {
    pushedDown: [...new Set(divisions.flatMap((division) => division.pushedDown))],
    filteredHere: [...new Set(divisions.flatMap((division) => division.filteredHere))],
  };
}

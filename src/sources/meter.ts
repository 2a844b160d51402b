import { EMPTY_REPORT, type LaneReport } from '../lanes/lane.ts';
import type { Division } from './divide.ts';

/** Counts what one lane costs, all its streams together. */
export interface Meter {
  readonly sent: () => void;
  read(scanned: number, matched: number): void;
  report(): LaneReport;
}

export function meter(divisions: readonly Division[]): Meter {
  let report: LaneReport = {
    ...EMPTY_REPORT,
    pushedDown: [...new Set(divisions.flatMap((division) => division.pushedDown))],
    filteredHere: [...new Set(divisions.flatMap((division) => division.filteredHere))],
  };
  return {
    sent: () => {
      report = { ...report, requests: report.requests + 1 };
    },
    read: (scanned, matched) => {
      report = { ...report, scanned: report.scanned + scanned, matched: report.matched + matched };
    },
    report: () => report,
  };
}

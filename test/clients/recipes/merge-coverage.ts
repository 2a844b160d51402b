/** What a receipt's report must hold to be merged; whatever else it holds is kept. */
export interface Report {
  readonly status: string;
  readonly problem?: unknown;
  readonly missing: readonly unknown[];
}

export interface Coverage {
  readonly complete: boolean;
  readonly sources: readonly Report[];
}

/** The receipt of a list that was read page by page: whatever one of its pages misses, the list misses. */
export function mergeCoverage<C extends Coverage>(
  pages: readonly C[],
  sourceOf: (report: C['sources'][number]) => string,
): Pick<C, 'complete' | 'sources'> {
  const reports = new Map<string, Report>();
  for (const report of pages.flatMap(({ sources }) => sources)) {
    const source = sourceOf(report);
    const before = reports.get(source);
    reports.set(source, before ? mergeReports(before, report) : report);
  }
  return { complete: pages.every(({ complete }) => complete), sources: [...reports.values()] };
}

const BY_GRAVITY = ['SKIPPED', 'OK', 'PARTIAL', 'FAILED'];

function mergeReports(one: Report, other: Report): Report {
  const graver = BY_GRAVITY.indexOf(one.status) > BY_GRAVITY.indexOf(other.status) ? one : other;
  const lesser = graver === one ? other : one;
  return {
    ...graver,
    status: graver.status === 'FAILED' && lesser.status !== 'FAILED' ? 'PARTIAL' : graver.status,
    problem: graver.problem ?? lesser.problem,
    missing: [...one.missing, ...other.missing],
  };
}

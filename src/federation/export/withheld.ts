import type { SourceKey } from '../../domain/event.ts';
import type { TimeWindow } from '../../domain/position.ts';
import { joined } from '../../domain/windows.ts';
import type { Problem } from '../../lanes/source-error.ts';

/** What a source withheld, and why: windows that can be asked for again. */
export interface Withheld {
  readonly source: SourceKey;
  readonly problem: Problem;
  readonly missing: readonly TimeWindow[];
}

/** So many windows are told apart for each source; from then on the nearest are told as one. */
const MOST_WINDOWS = 100;

/** What was withheld in all: of each source the first problem, and all windows, however long it goes on. */
export function withheldInAll(): { add(parts: readonly Withheld[]): void; parts(): readonly Withheld[] } {
  const bySource = new Map<SourceKey, Withheld>();
  return {
    add(parts) {
      for (const part of parts) {
        const before = bySource.get(part.source);
        const missing = bounded(joined([...(before?.missing ?? []), ...part.missing]));
        bySource.set(part.source, { source: part.source, problem: before?.problem ?? part.problem, missing });
      }
    },
    parts: () => [...bySource.values()],
  };
}

/** Wider is never wrong: what is asked for again for nothing is only found again. */
function bounded(windows: readonly TimeWindow[]): readonly TimeWindow[] {
  if (windows.length <= MOST_WINDOWS) return windows;
  const between = windows.slice(1).map(({ from }, index) => from - (windows[index]?.until ?? from));
  const nearest = between.indexOf(between.reduce((a, b) => Math.min(a, b)));
  const [left, right] = windows.slice(nearest, nearest + 2);
  return left && right ? bounded(joined([...windows, { from: left.from, until: right.until }])) : windows;
}

import type { Instant } from '../domain/instant.ts';
import { intersect, isEmpty, type TimeWindow } from '../domain/position.ts';

/** The same time in as few windows as possible, oldest first. */
export function joined(windows: readonly TimeWindow[]): readonly TimeWindow[] {
  const done: TimeWindow[] = [];
  for (const window of windows.filter((each) => !isEmpty(each)).toSorted((a, b) => a.from - b.from)) {
    const last = done.at(-1);
    if (last && last.until >= window.from) {
      done[done.length - 1] = { from: last.from, until: Math.max(last.until, window.until) as Instant };
    } else {
      done.push(window);
    }
  }
  return done;
}

export function overlap(a: TimeWindow, b: TimeWindow): TimeWindow | null {
  const common = intersect(a, b);
  return isEmpty(common) ? null : common;
}

import type { Instant } from './instant.ts';
import { intersect, isEmpty, type TimeWindow } from './position.ts';

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

/** What lies in some of `windows` and in none of `others`, oldest first. */
export function without(windows: readonly TimeWindow[], others: readonly TimeWindow[]): readonly TimeWindow[] {
  return joined(others).reduce<readonly TimeWindow[]>(
    (rest, other) =>
      rest.flatMap((window) =>
        [
          { from: window.from, until: Math.min(window.until, other.from) as Instant },
          { from: Math.max(window.from, other.until) as Instant, until: window.until },
        ].filter((part) => !isEmpty(part)),
      ),
    joined(windows),
  );
}

export function overlap(a: TimeWindow, b: TimeWindow): TimeWindow | null {
  const common = intersect(a, b);
  return isEmpty(common) ? null : common;
}

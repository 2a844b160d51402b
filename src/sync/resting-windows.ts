import { MILLISECOND } from '../domain/instant.ts';
import type { TimeWindow } from '../domain/position.ts';
import { overlap } from '../domain/windows.ts';
import type { Problem } from '../lanes/source-error.ts';

/** What a source withheld, run after run: each window is left alone for twice as long as the time before. */
export interface RestingWindows {
  /** What a run that begins now leaves alone, and why it is missing; nothing in a run that somebody asked for. */
  during(asking: number, nowMs: number): Left;
  /** A run came through: these are still missing, those of `left` without having been asked for. */
  learn(missing: readonly TimeWindow[], left: Left, problem: Problem | null, pollUs: number, nowMs: number): void;
}

export interface Left {
  readonly windows: readonly TimeWindow[];
  readonly problem: Problem | null;
}

interface Resting {
  readonly window: TimeWindow;
  readonly times: number;
  readonly untilMs: number;
}

const LONGEST_REST_MS = 3_600_000;
export const NOTHING_LEFT: Left = { windows: [], problem: null };

export function restingWindows(): RestingWindows {
  let known: readonly Resting[] = [];
  let why: Problem | null = null;
  let asked: number | null = null;
  return {
    during(asking, nowMs) {
      const isAsked = asked !== null && asking !== asked;
      asked = asking;
      const windows = isAsked ? [] : known.filter(({ untilMs }) => nowMs < untilMs).map(({ window }) => window);
      return windows.length === 0 ? NOTHING_LEFT : { windows, problem: why };
    },
    learn(missing, left, problem, pollUs, nowMs) {
      const restMs = (times: number) => Math.min(LONGEST_REST_MS, (pollUs / MILLISECOND) * 2 ** (times - 1));
      known = missing.map((window) => {
        const before = known.find((each) => overlap(each.window, window) !== null);
        if (before && left.windows.includes(before.window)) return { ...before, window };
        const times = (before?.times ?? 0) + 1;
        return { window, times, untilMs: nowMs + restMs(times) };
      });
      why = known.length === 0 ? null : (problem ?? left.problem);
    },
  };
}

import { type Instant, MILLISECOND, SECOND } from '../../domain/instant.ts';

/** A clock that jumped ahead is believed when it has stayed there for so long. */
export const BELIEVED_AFTER_MS = 60 * 60_000;
const LOOK_EVERY_MS = 60_000;
/** Clocks are set right by and by: that is no jump. */
const SLACK_US = 2 * SECOND;

export interface SteadyClock {
  /** By how many microseconds the clock is ahead of the least it told of late, by one that never jumps. */
  aheadUs(): number;
  stop(): void;
}

interface Reading {
  readonly atMs: number;
  /** What the clock told, less what the one that never jumps did. */
  readonly offsetUs: number;
}

/** Watches a clock that can be set for jumps ahead. */
export function steadyClock(now: () => Instant, elapsedMs: () => number = () => performance.now()): SteadyClock {
  let readings: readonly Reading[] = [];
  const look = (): number => {
    const atMs = elapsedMs();
    const offsetUs = now() - Math.round(atMs * MILLISECOND);
    const isToCount = (before: Reading) => before.atMs > atMs - BELIEVED_AFTER_MS && before.offsetUs < offsetUs;
    readings = [...readings.filter(isToCount), { atMs, offsetUs }];
    return offsetUs;
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return {
    aheadUs() {
      const offsetUs = look();
      const aheadUs = offsetUs - Math.min(...readings.map((reading) => reading.offsetUs));
      return aheadUs > SLACK_US ? aheadUs : 0;
    },
    stop: () => clearInterval(timer),
  };
}

import { type Instant, instant, MILLISECOND } from '../domain/instant.ts';

/**
 * What some clock reads, against the one of this process that never jumps: epoch microseconds less those of
 * `performance.now()`, at the least and at the most. Two readings of one clock that differ tell that it jumped meanwhile.
 */
export interface ClockOffset {
  readonly least: number;
  readonly most: number;
}

/** A clock that read this somewhere between two moments of the clock that never jumps, in milliseconds. */
export function offsetOf(read: { readonly least: Instant; readonly most: Instant }, fromMs: number, untilMs: number) {
  return { least: read.least - micros(untilMs), most: read.most - micros(fromMs) } satisfies ClockOffset;
}

export function readingAt(offset: number, atMs: number): Instant {
  return instant(offset + micros(atMs));
}

/** Whole ones, so that what is added can be taken away again to the digit. */
function micros(ms: number): number {
  return Math.round(ms * MILLISECOND);
}

/** What a source's clock is seen to read while somebody looks on. */
export interface ClockWatch {
  /** The least that any answer since told, and the most that the last one did; null: no answer told the time. */
  seen(): ClockOffset | null;
  close(): void;
}

import { microsOf } from '../kit/micros.ts';
import { fault } from './fault.ts';

/** Milliseconds, both ends inclusive. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

const DEFAULT_SPAN_MS = 600_000;
const UNIX_SECONDS = /^-?\d{1,12}$/;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** Ten minutes, wherever an end is not told: before the one that is, after it, or before now. */
export function readWindow(startTime: string | undefined, endTime: string | undefined, now: number): Window {
  const start = startTime === undefined ? undefined : readTime('start_time', startTime);
  const end = endTime === undefined ? undefined : readTime('end_time', endTime);
  const window = {
    start: start ?? (end ?? now) - DEFAULT_SPAN_MS,
    end: end ?? (start === undefined ? now : start + DEFAULT_SPAN_MS),
  };
  if (window.start > window.end) throw fault(3, `start_time ${startTime} is after end_time ${endTime}`);
  return window;
}

function readTime(name: string, text: string): number {
  if (UNIX_SECONDS.test(text)) return Number(text) * 1000;
  const micros = RFC_3339.test(text) ? microsOf(text) : null;
  if (micros === null) throw fault(3, `${name} must be Unix seconds or RFC 3339, got ${JSON.stringify(text)}`);
  return Math.floor(micros / 1000);
}

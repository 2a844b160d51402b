import type { VendorResponse } from '../adapter.ts';
import { httpDateMs } from './http-date.ts';

/** Who asks for a longer pause has made a mistake. */
export const LONGEST_PAUSE_MS = 30 * 24 * 3_600_000;

const SECONDS = /^\d+(?:\.\d+)?$/;

/** `Retry-After` in seconds, whole or not, or as a date against the answer's own `Date`; null where it says nothing sensible. */
export function retryAfterMs({ headers }: VendorResponse): number | null {
  const asked = headers['retry-after']?.trim() ?? '';
  if (SECONDS.test(asked)) return pauseMs(Number(asked) * 1000);
  const until = httpDateMs(asked);
  const answered = httpDateMs(headers.date ?? '');
  return until === null || answered === null ? null : pauseMs(Math.max(0, until - answered));
}

/** A pause in whole milliseconds, rounded up; null where nobody could mean it. */
export function pauseMs(ms: number): number | null {
  return ms >= 0 && ms <= LONGEST_PAUSE_MS ? Math.ceil(ms) : null;
}

import type { VendorResponse } from '../adapter.ts';
import { httpDateMs } from '../kit/http-date.ts';
import { pauseMs } from '../kit/retry-after.ts';

/** A time since 1970 above this many is in microseconds, above the other in milliseconds, else in seconds. */
const MICROSECONDS_ABOVE = 1e14;
const MILLISECONDS_ABOVE = 1e11;

/** `X-RateLimit-Reset`, which some builds send, against the answer's own `Date`; null when either is missing or makes no sense. */
export function rateLimitResetMs({ headers }: VendorResponse): number | null {
  const reset = headers['x-ratelimit-reset']?.trim() ?? '';
  const answered = httpDateMs(headers.date ?? '');
  if (!/^\d+$/.test(reset) || answered === null) return null;
  return pauseMs(Math.max(0, epochMs(Number(reset)) - answered));
}

function epochMs(time: number): number {
  if (time > MICROSECONDS_ABOVE) return time / 1000;
  return time > MILLISECONDS_ABOVE ? time : time * 1000;
}

import { type Problem, type ProblemCode, problem } from '../../lanes/source-error.ts';
import type { VendorResponse } from '../adapter.ts';
import { retryAfterMs } from './retry-after.ts';
import { toldBy, wordsIn } from './vendor-words.ts';

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  409: 'CONFLICT',
  422: 'BAD_REQUEST',
  429: 'RATE_LIMITED',
};

/** The problem that a status tells, in its words and the vendor's. A gateway's time-out (504) is the vendor's failure, not ours. */
export function problemOfStatus(response: VendorResponse, more: Partial<Problem> = {}): Problem {
  const { status } = response;
  const vendor = more.vendor ?? wordsIn(response);
  const code = CODE_OF_STATUS[status] ?? (status >= 500 ? 'UPSTREAM_ERROR' : 'BAD_REQUEST');
  return problem(code, toldBy(status, vendor), {
    httpStatus: status,
    retryAfterMs: retryAfterMs(response),
    ...more,
    vendor,
  });
}

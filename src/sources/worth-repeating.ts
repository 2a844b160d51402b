import type { SourceError } from '../lanes/source-error.ts';
import { NotSent } from './not-sent.ts';

/** Statuses that speak of a passing state of the server, not of the request. A plain 500 may be the request's fault. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Whether the same request may well be answered a moment later. Below 400 the status says nothing: the body did. */
export function isWorthRepeating(error: SourceError): boolean {
  const { retryable, httpStatus } = error.problem;
  if (!retryable || error instanceof NotSent) return false;
  return httpStatus === null || httpStatus < 400 || PASSING.has(httpStatus);
}

const NO_CONNECTION: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether there was no connection, so that no request can have reached the vendor. */
export function neverConnected({ problem, cause }: SourceError): boolean {
  return problem.code === 'UNREACHABLE' && cause instanceof Error && 'code' in cause && NO_CONNECTION.has(cause.code);
}

import { isJsonObject, type Json } from '../../domain/json.ts';
import { type Problem, type ProblemCode, problem, type VendorError } from '../../lanes/source-error.ts';
import type { Fault, VendorResponse } from '../adapter.ts';
import { bodyOrNull } from '../kit/body.ts';
import { problemOfStatus } from '../kit/problem-of-status.ts';
import { retryAfterMs } from '../kit/retry-after.ts';
import { textOrNull } from '../kit/values.ts';
import { NO_WORDS, toldBy } from '../kit/vendor-words.ts';

const SESSION_EXPIRED = 'ID.1001';

/** Every failure of the API is a 503; only its error code says what it means. All others may pass. */
const PROBLEM_OF: Readonly<Record<string, ProblemCode>> = {
  'ID.1000': 'UNAUTHENTICATED',
  'ID.1001': 'UNAUTHENTICATED',
  'ID.1002': 'FORBIDDEN',
  'ID.1005': 'UNAUTHENTICATED',
  'ID.1006': 'RATE_LIMITED',
  'SYS.1007': 'BAD_REQUEST',
};

export function fault(response: VendorResponse): Fault | null {
  const error = errorOf(response);
  if (error === null) return plainFault(response);
  const vendor = vendorError(error, MAX_CAUSES);
  const meant: Problem = problem(PROBLEM_OF[vendor.code ?? ''] ?? 'UPSTREAM_ERROR', toldBy(response.status, vendor), {
    httpStatus: response.status,
    retryAfterMs: retryAfterMs(response),
    vendor,
  });
  return { kind: vendor.code === SESSION_EXPIRED ? 'session' : 'problem', problem: meant };
}

/** The body's `error`, which is there only when something failed, on 200 too. */
function errorOf(response: VendorResponse): Json {
  if (response.status < 400 && !response.text.includes('"error"')) return null;
  const body = bodyOrNull(response);
  return isJsonObject(body) ? (body.error ?? null) : null;
}

const LONGEST_PLAIN_TEXT = 500;

/** What the HTTP layer refuses, it refuses in plain text. */
function plainFault(response: VendorResponse): Fault | null {
  const said = response.text.trim();
  const plain = response.headers['content-type']?.startsWith('text/plain') ?? false;
  if (response.status < 400 || !plain || said === '' || said.length > LONGEST_PLAIN_TEXT) return null;
  return { kind: 'problem', problem: problemOfStatus(response, { vendor: { ...NO_WORDS, description: said } }) };
}

const MAX_CAUSES = 20;

function vendorError(error: Json, depth: number): VendorError {
  if (!isJsonObject(error)) return { ...NO_WORDS, description: textOrNull(error) ?? JSON.stringify(error) };
  const cause = error.cause ?? (Array.isArray(error.causes) ? error.causes[0] : null);
  return {
    code: textOrNull(error.code),
    description: textOrNull(error.description),
    details: textOrNull(error.details),
    elaboration: textOrNull(error.elaboration),
    opaque: error.opaque ?? null,
    cause: isJsonObject(cause) && depth > 0 ? vendorError(cause, depth - 1) : null,
  };
}

import { isJsonObject, type Json } from '../../domain/json.ts';
import { problem, type VendorError } from '../../lanes/source-error.ts';
import type { Fault, VendorResponse } from '../adapter.ts';
import { bodyOrNull } from '../kit/body.ts';
import { problemOfStatus } from '../kit/problem-of-status.ts';
import { rpcFailure, vendorError } from './answer.ts';

/** A lost session has three faces here: 401, a stale XSRF token, and a page with status 200 where data should be. */
export function fault(response: VendorResponse): Fault | null {
  if (response.status === 401 || (response.status === 403 && hasLostXsrf(response))) {
    return { kind: 'session', problem: problemOfStatus(response, { vendor: httpError(response) }) };
  }
  if (response.status >= 400) {
    return {
      kind: 'problem',
      problem: problemOfStatus(response, { ...explained(response), vendor: httpError(response) }),
    };
  }
  if (isPage(response)) {
    const message = 'expected JSON, but got a page: the session is gone, or the url lacks its prefix (such as /raas)';
    return { kind: 'session', problem: problem('UNAUTHENTICATED', message, { httpStatus: response.status }) };
  }
  const failure = rpcFailure(response);
  return failure && { kind: 'problem', problem: failure };
}

/** From 8.3 on a header says it; before, only the reason text, which the error's body repeats. */
function hasLostXsrf({ headers, text }: VendorResponse): boolean {
  return (
    headers['x-xsrftoken-missing'] !== undefined ||
    /missing xsrf|xsrf cookie does not match|_xsrf' argument missing/i.test(text)
  );
}

function isPage({ headers, text }: VendorResponse): boolean {
  return /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*</.test(text);
}

function explained({ status }: VendorResponse): { readonly message?: string } {
  if (status !== 404 && status !== 405) return {};
  return {
    message: `HTTP status ${status}: nothing answers at this path; the url may lack its prefix (such as /raas)`,
  };
}

/** The first of `errors` in the body of an HTTP error; should there be more, they stand in `opaque`. */
function httpError(response: VendorResponse): VendorError | null {
  const body = bodyOrNull(response);
  const errors = isJsonObject(body) ? body.errors : null;
  const [first, ...others] = Array.isArray(errors) ? (errors as readonly Json[]) : [];
  if (first === undefined || first === null) return null;
  return { ...vendorError(first), opaque: others.length > 0 ? others : null };
}

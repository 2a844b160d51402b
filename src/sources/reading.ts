import { z } from 'zod';
import { parseForeignJson } from '../domain/foreign-json.ts';
import type { Json } from '../domain/json.ts';
import { type Problem, type ProblemCode, problem, sourceError } from '../lanes/source-error.ts';
import type { VendorResponse } from './adapter.ts';
import { retryAfterMs } from './retry-after.ts';
import { toldBy, wordsIn } from './vendor-words.ts';

export { fitsHeader, fitsUrl } from './carriable.ts';
export { httpDateMs } from './http-date.ts';
export { pauseMs, retryAfterMs } from './retry-after.ts';
export { mayHaveRunOut } from './run-out.ts';
export { NO_WORDS, toldBy } from './vendor-words.ts';

const parsed = new WeakMap<VendorResponse, Json>();

/** The body as JSON, parsed once; a `SourceError` INVALID_RESPONSE when it is none. */
export function bodyJson(response: VendorResponse): Json {
  const before = parsed.get(response);
  if (before !== undefined) return before;
  try {
    const body = parseForeignJson(response.text);
    parsed.set(response, body);
    return body;
  } catch (cause) {
    const type = response.headers['content-type'] ?? 'no content type';
    throw sourceError(
      'INVALID_RESPONSE',
      `expected a JSON body, but got ${response.text.length} characters of ${type} that are none`,
      { httpStatus: response.status },
      { cause },
    );
  }
}

/** The body in the shape a vendor's document promises; a `SourceError` INVALID_RESPONSE that names what differs. */
export function bodyAs<Shape>(schema: z.ZodType<Shape>, response: VendorResponse): Shape {
  const parsed = schema.safeParse(bodyJson(response));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.') || 'the body';
  throw sourceError('INVALID_RESPONSE', `unexpected answer at ${where}: ${issue?.message ?? 'not as documented'}`, {
    httpStatus: response.status,
  });
}

/** What a vendor wants back as it gave it: a text, or the digits of a number. */
export const KEY = z.union([z.string(), z.number().transform(String)]);

/** A text that is there: neither absent, nor empty, nor anything but a text. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The value of a cookie that an answer sets, as it stands there; null when it sets none of that name. */
export function cookieOf(response: VendorResponse, name: string): string | null {
  const found = response.setCookies.findLast((line) => line.startsWith(`${name}=`));
  return found ? (found.slice(name.length + 1).split(';')[0] ?? null) : null;
}

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

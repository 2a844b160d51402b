import { isJsonObject, type Json } from '../../domain/json.ts';
import type { VendorError } from '../../lanes/source-error.ts';
import type { Fault, VendorResponse } from '../adapter.ts';
import { bodyOrNull } from '../kit/body.ts';
import { problemOfStatus } from '../kit/problem-of-status.ts';
import { retryAfterMs } from '../kit/retry-after.ts';
import { textOrDigits, textOrNull } from '../kit/values.ts';
import { NO_WORDS } from '../kit/vendor-words.ts';
import { rateLimitResetMs } from './rate-limit.ts';

/** The vendor's error envelope, its constraint violations whole in `opaque`; anything else is what its status says. */
export function fault(response: VendorResponse): Fault | null {
  if (response.status < 400) return null;
  const error = errorOf(response);
  const waitMs = response.status === 429 ? (retryAfterMs(response) ?? rateLimitResetMs(response)) : null;
  if (error === null && waitMs === null) return null;
  const wait = waitMs === null ? {} : { retryAfterMs: waitMs };
  return {
    kind: 'problem',
    problem: problemOfStatus(response, { vendor: error === null ? null : vendorError(error), ...wait }),
  };
}

function errorOf(response: VendorResponse): Json {
  const body = bodyOrNull(response);
  return isJsonObject(body) ? (body.error ?? null) : null;
}

function vendorError(error: Json): VendorError {
  const { code, message, constraintViolations } = isJsonObject(error) ? error : { message: error };
  return {
    ...NO_WORDS,
    code: textOrDigits(code),
    description: textOrNull(message),
    details: violations(constraintViolations),
    opaque: constraintViolations ?? null,
  };
}

/** `filter: no such criterion (QUERY)`, one for each, with a semicolon between them. */
function violations(given: Json | undefined): string | null {
  if (!Array.isArray(given)) return null;
  const texts = given.filter(isJsonObject).map((violation) => {
    const { path, message, parameterLocation } = violation;
    const said = [textOrNull(path), textOrNull(message)].filter((part) => part !== null).join(': ');
    const where = textOrNull(parameterLocation);
    return where === null ? said : `${said} (${where})`.trimStart();
  });
  return textOrNull(texts.join('; '));
}

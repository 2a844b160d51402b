import { z } from 'zod';
import { parseForeignJson } from '../../domain/foreign-json.ts';
import type { Json } from '../../domain/json.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { VendorResponse } from '../adapter.ts';

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

/** The body as JSON; null where it is none, as with the errors of a proxy. */
export function bodyOrNull(response: VendorResponse): Json {
  try {
    return bodyJson(response);
  } catch {
    return null;
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

/** Records as they stand in a body. */
export const RECORDS = z.array(z.custom<Json>());

/** What a vendor wants back as it gave it: a text, or the digits of a number. */
export const KEY = z.union([z.string(), z.number().transform(String)]);

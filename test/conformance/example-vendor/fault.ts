import { isJsonObject, type Json } from '../../../src/domain/json.ts';
import type { VendorError } from '../../../src/lanes/source-error.ts';
import type { Fault, VendorResponse } from '../../../src/sources/adapter.ts';
import { problemOfStatus, textOrNull } from '../../../src/sources/reading.ts';

export function fault(response: VendorResponse): Fault | null {
  if (response.status < 400) return null;
  const vendor = vendorError(response.text);
  const problem = problemOfStatus(response, { vendor });
  return { kind: vendor?.code === 'SESSION_ENDED' ? 'session' : 'problem', problem };
}

function vendorError(text: string): VendorError | null {
  const error = errorOf(text);
  if (!isJsonObject(error)) return null;
  const { code, text: description } = error;
  const none = { details: null, elaboration: null, opaque: null, cause: null };
  return { code: textOrNull(code), description: textOrNull(description), ...none };
}

function errorOf(text: string): Json {
  try {
    const body = JSON.parse(text) as Json;
    return isJsonObject(body) ? (body.error ?? null) : null;
  } catch {
    return null;
  }
}

import { isJsonObject, type Json } from '../../domain/json.ts';
import type { VendorError } from '../../lanes/source-error.ts';
import type { Fault, VendorResponse } from '../adapter.ts';
import { problemOfStatus } from '../kit/problem-of-status.ts';
import { jsonOrText, textOrDigits, textOrNull } from '../kit/values.ts';
import { NO_WORDS } from '../kit/vendor-words.ts';

const LONGEST_PLAIN_TEXT = 500;

/** Errors are documented as a plain text and seen as JSON; in front of the vendor stand gateways that answer HTML. */
export function fault(response: VendorResponse): Fault | null {
  if (response.status < 400) return null;
  const vendor = vendorError(jsonOrText(response.text));
  return vendor && { kind: 'problem', problem: problemOfStatus(response, { vendor }) };
}

function vendorError(body: Json): VendorError | null {
  if (typeof body === 'string') {
    const said = body.trim();
    return said === '' || said.length > LONGEST_PLAIN_TEXT || said.startsWith('<')
      ? null
      : { ...NO_WORDS, description: said };
  }
  if (!isJsonObject(body) || (body.code === undefined && body.message === undefined)) return null;
  return {
    ...NO_WORDS,
    code: textOrDigits(body.code),
    description: textOrNull(body.message),
    opaque: body.details ?? null,
  };
}

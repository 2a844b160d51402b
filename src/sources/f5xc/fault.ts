import { parseForeignJson } from '../../domain/foreign-json.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { VendorError } from '../../lanes/source-error.ts';
import type { Fault, VendorResponse } from '../adapter.ts';
import { problemOfStatus, textOrNull } from '../reading.ts';

const LONGEST_PLAIN_TEXT = 500;

/** Errors are documented as a plain text and seen as JSON; in front of the vendor stand gateways that answer HTML. */
export function fault(response: VendorResponse): Fault | null {
  if (response.status < 400) return null;
  const vendor = vendorError(bodyOf(response.text));
  return vendor && { kind: 'problem', problem: problemOfStatus(response, { vendor }) };
}

function bodyOf(text: string): Json {
  try {
    return parseForeignJson(text);
  } catch {
    return text;
  }
}

function vendorError(body: Json): VendorError | null {
  const none = { code: null, description: null, details: null, elaboration: null, opaque: null, cause: null };
  if (typeof body === 'string') {
    const said = body.trim();
    return said === '' || said.length > LONGEST_PLAIN_TEXT || said.startsWith('<')
      ? null
      : { ...none, description: said };
  }
  if (!isJsonObject(body) || (body.code === undefined && body.message === undefined)) return null;
  const code = body.code;
  return {
    ...none,
    code: typeof code === 'number' ? String(code) : textOrNull(code),
    description: textOrNull(body.message),
    opaque: body.details ?? null,
  };
}

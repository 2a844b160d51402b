import { isJsonObject } from '../../../src/domain/json.ts';
import type { VendorError } from '../../../src/lanes/source-error.ts';
import type { Fault, VendorResponse } from '../../../src/sources/adapter.ts';
import { bodyOrNull } from '../../../src/sources/kit/body.ts';
import { problemOfStatus } from '../../../src/sources/kit/problem-of-status.ts';
import { textOrNull } from '../../../src/sources/kit/values.ts';
import { NO_WORDS } from '../../../src/sources/kit/vendor-words.ts';

export function fault(response: VendorResponse): Fault | null {
  if (response.status < 400) return null;
  const vendor = vendorError(response);
  const problem = problemOfStatus(response, { vendor });
  return { kind: vendor?.code === 'SESSION_ENDED' ? 'session' : 'problem', problem };
}

function vendorError(response: VendorResponse): VendorError | null {
  const body = bodyOrNull(response);
  if (!isJsonObject(body) || !isJsonObject(body.error)) return null;
  const { code, text: description } = body.error;
  return { ...NO_WORDS, code: textOrNull(code), description: textOrNull(description) };
}

import { z } from 'zod';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { type Problem, problem, SourceError, type VendorError } from '../../lanes/source-error.ts';
import type { VendorResponse } from '../adapter.ts';
import { bodyAs, bodyOrNull, RECORDS } from '../kit/body.ts';
import { NO_WORDS } from '../kit/vendor-words.ts';

export interface AuditAnswer {
  readonly records: readonly Json[];
  /** All matches on some builds, those of this answer on others; null where it is not said. */
  readonly count: number | null;
}

const ERROR = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  message: z.unknown().optional(),
  detail: z.unknown().optional(),
});

const BODY = z.object({
  error: z.unknown().optional(),
  ret: z.object({ results: RECORDS, count: z.unknown().optional() }).nullish(),
});

/** The records of one answer. Throws what the server says went wrong, should it say so only here. */
export function auditAnswer(response: VendorResponse): AuditAnswer {
  const { error, ret } = bodyAs(BODY, response);
  if (error || !ret) throw new SourceError(rpcProblem(error));
  return { records: ret.results, count: typeof ret.count === 'number' ? ret.count : null };
}

/** A failure that the server reports inside HTTP 200; null for an answer with a result. */
export function rpcFailure(response: VendorResponse): Problem | null {
  if (/"ret"\s*:\s*[{[]/.test(response.text)) return null;
  const body = bodyOrNull(response);
  return isJsonObject(body) && body.error ? rpcProblem(body.error) : null;
}

/** The server's own failures are worth another try; everything else it refuses, it refuses for good. */
function rpcProblem(error: unknown): Problem {
  const { success, data } = ERROR.safeParse(error);
  const code = success ? (data.code ?? null) : null;
  const ours = /^5\d{3}$/.test(String(code)) ? 'UPSTREAM_ERROR' : error ? 'BAD_REQUEST' : 'INVALID_RESPONSE';
  const vendor = error ? vendorError(error as Json) : null;
  const words = [code ?? 'without a code', vendor?.description, vendor?.details].filter((part) => part !== null);
  const message = `expected a result, but got ${vendor ? `RPC error ${words.join(': ')}` : 'none'}`;
  return problem(ours, message, { httpStatus: 200, vendor });
}

/** `code`, `message`, `detail` of an RPC error, or `title`, `message`, `detail` of an HTTP one. */
export function vendorError(error: Json): VendorError {
  const said = isJsonObject(error) ? error : { message: error };
  return {
    ...NO_WORDS,
    code: textOf(said.code ?? said.title),
    description: textOf(said.message),
    details: textOf(said.detail),
  };
}

function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { z } from 'zod';
import type { Answer } from '../kit/simulator.ts';
import { fault } from './faults.ts';

/** Of the vendor's error codes the documents name one, `internal`; the others are this simulator's choice. */
export const RPC_ERRORS = { validation: 4000, unknownMethod: 4004, internal: 5000 };

export class RpcError extends Error {
  readonly code: number;
  readonly detail: unknown;

  constructor(code: number, message: string, detail: unknown) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

export interface RpcCall {
  readonly resource: string;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

const ENVELOPE = z
  .object({
    resource: z.string(),
    method: z.string(),
    riq: z.int().nullish(),
    arg: z.array(z.unknown()).nullish(),
    args: z.array(z.unknown()).nullish(),
    kwarg: z.record(z.string(), z.unknown()).nullish(),
    kwargs: z.record(z.string(), z.unknown()).nullish(),
  })
  .refine((call) => call.arg == null || call.args == null, 'arg and args are the same thing')
  .refine((call) => call.kwarg == null || call.kwargs == null, 'kwarg and kwargs are the same thing');

/** Answers one call or an array of them. `run` gives the `ret` of a call, or throws RpcError. */
export function answerRpc(text: string, run: (call: RpcCall) => unknown, refusedStatus: 'rpc' | '422'): Answer {
  const body = parsedBody(text);
  if (!Array.isArray(body)) return single(body, run, refusedStatus);
  const answers = body.map((call) => single(call, run, 'rpc').body as { readonly error: unknown });
  return { status: 200, body: { batched_retcode: answers.some(({ error }) => error !== null) ? 1 : 0, ret: answers } };
}

function single(body: unknown, run: (call: RpcCall) => unknown, refusedStatus: 'rpc' | '422'): Answer {
  const riq = (body as { riq?: unknown } | null)?.riq ?? null;
  try {
    return { status: 200, body: { riq, ret: run(checkedCall(body)), error: null, warnings: [] } };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const { code, message, detail } = error;
    if (refusedStatus === '422' && code === RPC_ERRORS.validation) {
      throw fault(422, 'Unprocessable Entity', message, JSON.stringify(detail));
    }
    return { status: 200, body: { riq, ret: null, error: { code, message, detail }, warnings: [] } };
  }
}

function checkedCall(body: unknown): RpcCall {
  const call = checked(ENVELOPE, body);
  return { ...call, args: call.arg ?? call.args ?? [], kwargs: call.kwarg ?? call.kwargs ?? {} };
}

/** The value as `schema` reads it; what it finds wrong becomes the vendor's validation error. */
export function checked<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const detail = result.error.issues.map(({ path, message }) => ({ argument: path.join('.'), message }));
  throw new RpcError(RPC_ERRORS.validation, 'Validation failed', detail);
}

function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault(400, 'Bad Request', 'the body is not JSON');
  }
}

import type { z } from 'zod';
import type { Call } from '../kit/simulator.ts';
import { fault } from './faults.ts';

/** The JSON body of a request, as `schema` reads it; anything else is refused. */
export function bodyOf<Value>(call: Call, schema: z.ZodType<Value>): Value {
  const result = schema.safeParse(jsonOf(call.body));
  if (result.success) return result.data;
  throw fault('REQUEST_INVALID_INPUT', result.error.issues.map((issue) => issue.message).join('; '));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault('REQUEST_INVALID_INPUT', 'The body is not JSON');
  }
}

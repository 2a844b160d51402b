import { z } from 'zod';
import type { Answer, Call } from '../exchange.ts';
import type { FaultGiven } from './fault.ts';
import type { FaultBox } from './fault-box.ts';

/** Answered whatever faults are on, and never by the vendor. */
export const ADMIN_PATH = '/_admin/faults';

const ORDER = z.strictObject({ faults: z.array(z.unknown()) });

/** GET tells what is on, POST puts `{"faults": [...]}` in its place, DELETE switches all off; each answers what is on then. */
export function admin(call: Call, box: FaultBox): Answer {
  switch (call.method) {
    case 'GET':
      return { status: 200, body: box.active() };
    case 'DELETE':
      return ordered(box, []);
    case 'POST':
      return posted(call, box);
    default:
      return { status: 405, body: { error: `expected GET, POST or DELETE, found ${call.method}` } };
  }
}

function posted(call: Call, box: FaultBox): Answer {
  const order = ORDER.safeParse(jsonOf(call.body));
  if (!order.success) return { status: 400, body: { error: `expected {"faults": [...]}, found ${call.body}` } };
  return ordered(box, order.data.faults as readonly FaultGiven[]);
}

function ordered(box: FaultBox, faults: readonly FaultGiven[]): Answer {
  try {
    box.set(faults);
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
  return { status: 200, body: box.active() };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

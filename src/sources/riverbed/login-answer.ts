import type { z } from 'zod';
import { SourceError } from '../../lanes/source-error.ts';
import type { VendorResponse } from '../adapter.ts';
import { bodyAs } from '../reading.ts';
import { fault } from './fault.ts';

/** The body of a login that was granted; a refusal is thrown, whatever status it comes with. */
export function loginAnswer<Shape>(schema: z.ZodType<Shape>, response: VendorResponse): Shape {
  const refused = fault(response);
  if (refused) throw new SourceError(refused.problem);
  return bodyAs(schema, response);
}

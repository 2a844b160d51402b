import { z } from 'zod';
import { SourceError } from '../../lanes/source-error.ts';
import type { VendorResponse } from '../adapter.ts';
import { bodyAs, fitsHeader } from '../reading.ts';
import { fault } from './fault.ts';

/** A token as it is sent back. */
export const TOKEN = z.string().min(1).refine(fitsHeader, 'expected a token that a header can carry');

/** The body of a login that was granted; a refusal is thrown, whatever status it comes with. */
export function loginAnswer<Shape>(schema: z.ZodType<Shape>, response: VendorResponse): Shape {
  const refused = fault(response);
  if (refused) throw new SourceError(refused.problem);
  return bodyAs(schema, response);
}

import type { z } from 'zod';
import { SourceError } from '../../lanes/source-error.ts';
import type { VendorResponse } from '../adapter.ts';
import { bodyAs } from '../kit/body.ts';
import { inHeader } from '../kit/carriable.ts';
import { fault } from './fault.ts';

/** A token as it is sent back. */
export const TOKEN = inHeader('token');

/** The body of a login that was granted; a refusal is thrown, whatever status it comes with. */
export function loginAnswer<Shape>(schema: z.ZodType<Shape>, response: VendorResponse): Shape {
  const refused = fault(response);
  if (refused) throw new SourceError(refused.problem);
  return bodyAs(schema, response);
}

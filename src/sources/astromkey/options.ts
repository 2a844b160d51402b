import { z } from 'zod';
import { fitsHeader } from '../reading.ts';

export const options = z.object({
  auth: z
    .strictObject({
      apiToken: z
        .string()
        .min(1)
        .refine(fitsHeader, 'expected a text that a header can carry')
        .describe('An API token (dt0c01.…) with the scope auditLogs.read.'),
    })
    .describe('How the source signs in.'),
});

export type AstromkeyOptions = z.infer<typeof options>;

import { z } from 'zod';
import { inHeader } from '../kit/carriable.ts';

export const options = z.object({
  auth: z
    .strictObject({
      apiToken: inHeader('text').describe('An API token (dt0c01.…) with the scope auditLogs.read.'),
    })
    .describe('How the source signs in.'),
});

export type AstromkeyOptions = z.infer<typeof options>;

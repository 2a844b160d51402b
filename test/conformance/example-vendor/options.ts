import { z } from 'zod';

export const options = z.object({
  auth: z
    .strictObject({
      user: z.string().min(1).describe('A user who may read the audit log.'),
      password: z.string().min(1).describe('Its password.'),
    })
    .describe('How the source signs in.'),
  maxPageSize: z.int().min(1).max(100).default(100).describe('The most entries to ask for at once.'),
});
export type AcmeOptions = z.infer<typeof options>;

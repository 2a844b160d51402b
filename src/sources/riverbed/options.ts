import { z } from 'zod';

const userAuth = z.strictObject({
  username: z.string().min(1).describe('the user who may read the audit log'),
  password: z.string().describe('its password'),
  method: z
    .enum(['token', 'cookie', 'basic'])
    .default('token')
    .describe('token: AppResponse and Portal; cookie: a login of the common API; basic: HTTP Basic on every call'),
  tokenVersion: z
    .enum(['2.0', '1.0'])
    .default('2.0')
    .describe('the version of mgmt.aaa that gives tokens; 1.0 on AppResponse before 11.6'),
});

const codeAuth = z.strictObject({
  accessCode: z.string().min(1).describe('an access code (OAuth), made on the appliance'),
});

/** Riverbed's own keys of a source in the configuration file. */
export const riverbedOptions = z.strictObject({
  auth: z.union([codeAuth, userAuth]).describe('how to log in: a user and a password, or an access code'),
  sortBy: z.string().min(1).default('timestamp').describe('what sortBy is given to sort by time'),
  ascending: z.string().min(1).default('asc').describe('what sort is given for oldest first'),
  descending: z.string().min(1).default('desc').describe('what sort is given for newest first'),
  maxPageSize: z.int().min(10).max(1000).default(100).describe('the most events to ask for at once'),
  overlap: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('how many events before the last second a page reads again, so that a list that moved is noticed'),
});

export type RiverbedOptions = z.infer<typeof riverbedOptions>;
export type UserAuth = z.infer<typeof userAuth>;

import { z } from 'zod';

/** Salt's own keys of a source in the configuration file. */
export const saltOptions = z.strictObject({
  auth: z
    .strictObject({
      username: z.string().min(1).describe('the user whose role may call audit.get_audit'),
      password: z.string().describe('its password'),
      configName: z.string().min(1).default('internal').describe('the directory that knows the user'),
      method: z
        .enum(['jwt', 'cookie', 'basic'])
        .default('jwt')
        .describe(
          'jwt: a login gives a token; cookie: a login gives a session cookie; basic: HTTP Basic on every call',
        ),
    })
    .describe('how to log in'),
  rpcVersion: z
    .int()
    .positive()
    .optional()
    .describe('the header X-RaaS-RPC-Version; left out: not sent. Some builds want one'),
  decodeXsrf: z
    .boolean()
    .default(false)
    .describe('the XSRF token is given back with %7C as |, for servers that refuse it as they sent it'),
  maxPageSize: z.int().min(1).max(1000).default(1000).describe('the most records to ask for at once'),
  longestEventSeconds: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'how long an event may last where the server compares a date range with the end of events; 0: it compares the start',
    ),
});

export type SaltOptions = z.infer<typeof saltOptions>;

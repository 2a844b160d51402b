import { z } from 'zod';

/** How this Salt server behaves where the documents leave room, where builds differ, or where things go wrong. */
export const switches = z.strictObject({
  prefix: z.enum(['', '/raas']).default('').describe('what stands before /rpc and /account/login'),
  configName: z.string().default('internal').describe('the only directory that logs anybody in'),
  xsrf: z.boolean().default(true).describe('_xsrf cookie and X-Xsrftoken header are demanded'),
  xsrfEncoded: z.boolean().default(false).describe('the bars of the _xsrf cookie travel as %7C'),
  xsrfFault: z
    .enum(['header', 'reason'])
    .default('header')
    .describe('8.3 and newer: X-XSRFToken-Missing; older: the reason text'),
  basic: z.boolean().default(true).describe('HTTP Basic is taken on /rpc'),
  wrapLogin: z.boolean().default(false).describe('the answer of a login is wrapped in `data`'),
  jwtLifetimeMs: z.int().nonnegative().default(1_800_000).describe('of JWT and cookie session alike'),
  requestsPerLogin: z.int().nonnegative().default(0).describe('a login ends after so many calls; 0: never'),
  lostSession: z
    .enum(['401', 'html', '403-xsrf'])
    .default('401')
    .describe('what a call with an ended login is answered'),
  permitted: z.boolean().default(true).describe('false: 403, the user may not read the audit log'),
  validation: z
    .enum(['rpc', '422'])
    .default('rpc')
    .describe('refused arguments: an error inside HTTP 200, or HTTP 422'),
  count: z.enum(['all', 'page']).default('all').describe('what `count` counts'),
  daterangeEnd: z.enum(['inclusive', 'exclusive']).default('inclusive'),
  swapTies: z
    .boolean()
    .default(true)
    .describe('rows alike in the sort key stand otherwise in every page and page size'),
  auditSelf: z.boolean().default(false).describe('logins and get_audit calls become audit records themselves'),
});

export type SaltSwitches = z.infer<typeof switches>;

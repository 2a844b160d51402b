import { z } from 'zod';
import { fitsUrl, inHeader } from '../kit/carriable.ts';

/** What the vendor documents that voltshare logs can be matched by, and the gateway makes use of. */
export const MATCHERS = ['user', 'src_ip', 'secret_name', 'operation', 'result'] as const;

const TOTAL_HITS_CAP = 10_000;

export const options = z.object({
  auth: z
    .strictObject({
      apiToken: inHeader('text').describe('An API token. It ends by date, which shows as 401 or 403.'),
    })
    .describe('How the source signs in.'),
  namespace: z
    .string()
    .min(1)
    .refine(fitsUrl, 'expected a text that a URL can carry')
    .describe('The namespace whose audit logs are read; another one holds other logs, and a wrong one holds none.'),
  paging: z
    .enum(['auto', 'search_after', 'scroll'])
    .default('auto')
    .describe(
      'How to get past the first page. auto: search_after; by time on tenants that ignore it, by scroll on tenants that ' +
        'refuse it. scroll: spares these the refused request.',
    ),
  totalHitsCap: z
    .int()
    .min(1)
    .default(TOTAL_HITS_CAP)
    .describe('Totals of this size and above are taken as a cap, not as a count.'),
  matchers: z
    .array(z.enum(MATCHERS))
    .default([...MATCHERS])
    .describe(
      'By which fields logs may be matched at the vendor. One that a tenant does not know yields nothing at all, without ' +
        'an error: leave it out here, and it is tested in the gateway.',
    ),
  regexes: z
    .boolean()
    .default(true)
    .describe('Whether the vendor is sent regular expressions. Without, such filters are tested in the gateway.'),
});

export type F5xcOptions = z.infer<typeof options>;

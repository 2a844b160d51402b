import { z } from 'zod';

/** How this appliance behaves where the documents leave room, where products differ, or where things go wrong. */
export const switches = z.strictObject({
  token: z.boolean().default(true).describe('the mgmt.aaa token service of AppResponse and Portal'),
  aaaVersion: z.enum(['2.0', '1.0']).default('2.0').describe('of mgmt.aaa; the other version is not there'),
  basic: z.boolean().default(true).describe('HTTP Basic is taken'),
  cookie: z.boolean().default(true).describe('the login cookie of the common API is offered and taken'),
  oauth: z.boolean().default(true).describe('access codes of the common API are offered and taken'),
  signedBearer: z.boolean().default(false).describe('OAuth tokens have three parts and want SignedBearer'),
  tokenLifetimeMs: z.int().nonnegative().default(900_000).describe('of access tokens and cookies'),
  refreshLifetimeMs: z.int().nonnegative().default(3_600_000).describe('of a refresh token without use'),
  requestsPerLogin: z.int().nonnegative().default(0).describe('a login ends after so many requests; 0: never'),
  errorForm: z.enum(['json', 'xml']).default('json'),
  unknownQuery: z
    .enum(['ignore', 'reject'])
    .default('ignore')
    .describe('what becomes of query names the vendor does not know'),
  recordType: z.enum(['exact', 'prefix']).default('exact').describe('prefix: a type also finds its subtypes'),
  maxLimit: z.int().positive().default(1_000),
  overLimit: z.enum(['refuse', 'clamp']).default('refuse').describe('a limit above maxLimit'),
  meta: z.enum(['full', 'partial', 'absent']).default('full').describe('partial: count and offset only'),
  timestamps: z
    .enum(['seconds', 'fraction', 'text', 'mixed'])
    .default('seconds')
    .describe('the form of made-up timestamps'),
  swapTies: z.boolean().default(false).describe('events of one second stand otherwise at every offset and limit'),
  auditLogins: z.boolean().default(false).describe('a login becomes an authentication.login event'),
});

export type RiverbedSwitches = z.infer<typeof switches>;

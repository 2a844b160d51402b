import { z } from 'zod';
import { fitsUrl, inHeader } from '../kit/carriable.ts';

/** The largest limit that the API takes. */
export const LIMIT_MAX = 2_147_483_647;

const account = z.strictObject({
  accountName: z.string().min(1).describe('The account that signs in. It sees all audits only if it is an admin.'),
  password: z.string().min(1).describe('Its password; it travels as SHA-512.'),
});

const accessKey = z.strictObject({
  accessKeyId: inHeader('text').describe('Id of an access key: every request is signed, nothing signs in.'),
  accessKeySecret: z.string().min(1).describe('The secret that signs; it never travels.'),
});

export const options = z.object({
  auth: z
    .union([account, accessKey], { error: 'expected { accountName, password } or { accessKeyId, accessKeySecret }' })
    .describe('An account with its password, or an access key.'),
  contextPath: z
    .string()
    .regex(/^(?:\/[^/?#]+)*$/, 'expected a path such as /zstack, or an empty text')
    .refine(fitsUrl, 'expected a path that a URL can carry')
    .default('/zstack')
    .describe('What stands before /v1 in every path. It is not part of a signature.'),
  admin: z
    .boolean()
    .default(true)
    .describe(
      'Whether the account is an admin. Others get each answer filtered after its limit was applied, so that no length ' +
        'of an answer proves anything: with false every answer is asked for whole.',
    ),
  maxLimit: z
    .int()
    .min(1)
    .max(LIMIT_MAX)
    .default(100_000)
    .describe('How many audits of one millisecond are read at most; with more, the source fails with OVERFLOW.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'expected an IANA time zone such as Asia/Shanghai')
    .default('UTC')
    .describe(
      "The zone in which the Date header of a signed request is written: the server's own, where it compares local times.",
    ),
});

export type ZstackOptions = z.infer<typeof options>;

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

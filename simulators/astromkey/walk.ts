import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { badParameter } from './fault.ts';
import type { Place } from './record.ts';

/** What the first call asked, frozen: the window in milliseconds, `to` exclusive. `after` is where the next page goes on. */
export interface Walk {
  readonly from: number;
  readonly to: number;
  readonly filter: string;
  readonly ascending: boolean;
  readonly pageSize: number;
  readonly totalCount: number;
  readonly pages: number;
  readonly after?: Place | undefined;
}

/** Turns a walk into a key that says nothing to a client, and back. Only keys of the same server are valid. */
export interface WalkKeys {
  write(walk: Walk): string;
  read(key: string): Walk;
  /** No key told so far is valid any more. */
  expireAll(): void;
}

const SEAL_BYTES = 8;

const form = z.strictObject({
  from: z.number(),
  to: z.number(),
  filter: z.string(),
  ascending: z.boolean(),
  pageSize: z.number(),
  totalCount: z.number(),
  pages: z.number(),
  after: z.strictObject({ timestamp: z.number(), logId: z.string() }).optional(),
});

export function walkKeys(): WalkKeys {
  let secret = randomBytes(16);
  const sealOf = (body: Buffer) => createHash('sha256').update(secret).update(body).digest().subarray(0, SEAL_BYTES);
  return {
    write: (walk) => {
      const body = Buffer.from(JSON.stringify(walk));
      return Buffer.concat([sealOf(body), body]).toString('base64url');
    },
    read: (key) => {
      const bytes = Buffer.from(key, 'base64url');
      const body = bytes.subarray(SEAL_BYTES);
      const isOurs = bytes.toString('base64url') === key && bytes.subarray(0, SEAL_BYTES).equals(sealOf(body));
      if (!isOurs) throw badParameter('nextPageKey', 'The page key is invalid');
      return form.parse(JSON.parse(body.toString('utf8')));
    },
    expireAll: () => {
      secret = randomBytes(16);
    },
  };
}

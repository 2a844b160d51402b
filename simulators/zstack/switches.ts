import { z } from 'zod';

/** How this ZStack behaves where real ones differ. */
export const switches = z.strictObject({
  /** Of the account that signs in: another one gets each page filtered by account after the limit was applied. */
  admin: z.boolean().default(true),
  sessionLifetimeMs: z.number().int().positive().default(7_200_000),
  /** A session ends after so many calls, whatever the time; 0 is any number. */
  sessionUses: z.number().int().nonnegative().default(0),
  maxSessions: z.number().int().positive().default(500),
  /** A login ends the other sessions of its account. */
  singleSession: z.boolean().default(false),
  /** A login is itself a row of the Login audits. Off, the data stays what it was made as. */
  loginRows: z.boolean().default(false),
  /** Where rows are kept. mysql: no responseUuid and sessionUuid, LIKE in place of patterns, NULL in conditions. */
  store: z.enum(['influx', 'mysql']).default('influx'),
  /** Made-up rows carry the serial number `id`. */
  ids: z.boolean().default(false),
  /** The `success` text of made-up rows: on no row, "true"/"false" on every second, or "1"/"0" on all. */
  success: z.enum(['absent', 'mixed', 'tags']).default('mixed'),
  /** Numbers in answers as a Java double prints them: 1.512037844556E12, 22.0. */
  eNotation: z.boolean().default(false),
  /** The rows of a page in any order. */
  shuffledPages: z.boolean().default(false),
  /** How far a Date header may be from the server's clock. */
  dateSkewMs: z.number().int().positive().default(900_000),
});

export type ZstackSwitches = z.infer<typeof switches>;

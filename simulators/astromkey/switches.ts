import { z } from 'zod';

/** How this Ключ-АСТРОМ behaves where real ones differ or are not known. */
export const switches = z.strictObject({
  /** Where the environment begins; part of the simulator's `url`. */
  prefix: z
    .string()
    .regex(/^(?:\/[\w.-]+)*$/)
    .default('/e/simulated-env'),
  /** Whether `to` itself is inside the window. */
  toBound: z.enum(['exclusive', 'inclusive']).default('exclusive'),
  /** How the last page says that it is the last. */
  lastPageKey: z.enum(['null', 'absent']).default('null'),
  /** How an answer without entries says so. */
  emptyLogs: z.enum(['array', 'null']).default('array'),
  pageSizeMember: z.enum(['present', 'absent', 'null']).default('present'),
  /** A `pageSize` over 5000. */
  overPageSize: z.enum(['reject', 'clamp']).default('reject'),
  /** Pages may hold less than asked for, down to one entry, and still go on. */
  shortPages: z.boolean().default(false),
  /** How long after its time a made-up entry is written at most; its logId is made then. */
  latenessMs: z.number().int().nonnegative().default(2000),
  /** Keys that were told are refused as invalid after so many pages of a walk; 0 is never. */
  keyUses: z.number().int().nonnegative().default(0),
});

export type AstromkeySwitches = z.infer<typeof switches>;

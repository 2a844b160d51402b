import { z } from 'zod';

/** How this F5 tenant behaves where real ones differ or are not known. */
export const switches = z.strictObject({
  /** The one namespace that has audit logs. */
  namespace: z.string().min(1).default('default'),
  /** A `limit` over 500. */
  overLimit: z.enum(['clamp', 'reject']).default('clamp'),
  /** `search_after`: known, or of an older tenant that ignores it, or of one that refuses it as an unknown member. */
  searchAfter: z.enum(['on', 'ignored', 'rejected']).default('on'),
  /** How a scroll ends: the last batch has an empty `scroll_id`, or an empty batch follows it. */
  scrollEnd: z.enum(['empty', 'extraBatch']).default('empty'),
  scrollLifetimeMs: z.number().int().positive().default(120_000),
  /** A scroll id ends after so many batches were taken from its scroll, whatever the time; 0 is any number. */
  scrollUses: z.number().int().nonnegative().default(0),
  /** A pattern must match the whole value. */
  anchored: z.boolean().default(true),
  /** Members that are empty, or a count of zero, are left out of answers, as proto JSON may. */
  omitDefaults: z.boolean().default(false),
  /** Members of a request body that no document names. */
  unknownMembers: z.enum(['reject', 'ignore']).default('reject'),
  /** The highest `total_hits` that is ever told; 0 is none. */
  totalHitsCap: z.number().int().nonnegative().default(0),
  /** Every hundredth made-up line is cut off, so that it is no JSON. */
  brokenLines: z.boolean().default(false),
  /** Every fiftieth made-up line is written twice, letter by letter. */
  identicalLines: z.boolean().default(false),
  /** Buckets of time in which nothing happened are in the answer. */
  emptyBuckets: z.boolean().default(true),
});

export type F5xcSwitches = z.infer<typeof switches>;

import { z } from 'zod';
import { SOURCE_KINDS } from '../../domain/event.ts';
import { parseTimePoint, type TimeExpression } from '../../domain/time-expression.ts';
import type { VendorKind } from './gateway-config.ts';

/** A value from the environment is a text even where a number or a truth is meant. */
function number(schema: z.ZodNumber) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value),
    schema,
  );
}
function truth() {
  return z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean());
}

const whole = (min: number, max = Number.MAX_SAFE_INTEGER) => number(z.int().min(min).max(max));

/** Timers and HTTP clients know no longer wait. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
const VENDORS = SOURCE_KINDS.filter((kind): kind is VendorKind => kind !== 'gateway');

/** Everything but `sources`, whose items are read one by one: what they may hold depends on their kind. */
export const FILE = z.strictObject({
  server: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: whole(0, 65_535).default(4000) })
    .prefault({}),
  database: z.strictObject({ url: z.string().default('memory:') }).prefault({}),
  auth: z.unknown().optional(),
  redaction: z.strictObject({ keys: z.array(z.string().min(1)).default([]) }).prefault({}),
  limits: z
    .strictObject({
      maxPageSize: whole(1, 10_000).default(1000),
      maxDepth: whole(1).default(12),
      maxCost: whole(1).default(20_000),
      requestTimeoutMs: whole(1, MAX_TIMEOUT_MS).default(30_000),
    })
    .prefault({}),
  sync: z.strictObject({ leaseSeconds: number(z.number().positive()).default(10) }).prefault({}),
  sources: z.array(z.unknown()).default([]),
});

const TIME = 'epoch milliseconds, RFC 3339, or a time relative to now';

/** What every source may carry, whatever its kind. */
export const COMMON = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/)
    .refine((id) => id !== 'gateway', { error: 'an id that is not `gateway`, which is the store itself' }),
  name: z.string().min(1).optional(),
  kind: z.enum(VENDORS),
  mode: z.enum(['live', 'archive']).default('live'),
  url: z
    .string()
    .refine(isHttpUrl, { error: 'an http:// or https:// address without user, query and fragment' })
    .transform((url) => url.replace(/\/+$/, '')),
  timeoutMs: whole(1, MAX_TIMEOUT_MS).default(10_000),
  maxConcurrent: whole(1).nullable().default(null),
  requestsPerSecond: number(z.number().positive()).nullable().default(null),
  pageSize: whole(1).nullable().default(null),
  maxScan: whole(1).default(50_000),
  latenessSeconds: number(z.number().min(0)).default(600),
  pollSeconds: number(z.number().positive()).default(60),
  backfillFrom: z
    .union([z.string(), z.number()])
    .refine((time) => parseTimePoint(time) !== null, { error: TIME })
    .transform((time) => parseTimePoint(time) as TimeExpression)
    .nullable()
    .default(null),
  tls: z
    .strictObject({ caFile: z.string().min(1).optional(), insecure: truth().optional() })
    .nullable()
    .default(null),
} as const;

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

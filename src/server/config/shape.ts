import { z } from 'zod';
import { parseTimePoint, type TimeExpression } from '../../domain/time-expression.ts';
import { isProxyUrl } from '../../sources/proxy-for.ts';
import { VENDOR_KINDS } from '../../sources/registry.ts';
import { LANE_SIZES } from '../../store/engine/database-lanes.ts';
import { HTTP_BOUNDS } from '../http-bounds.ts';

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

/** Everything but `sources`, whose items are read one by one: what they may hold depends on their kind. */
export const FILE = z.strictObject({
  $schema: z.string().optional().describe('Where the JSON Schema of this file is, for editors; nothing else reads it.'),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('The address to listen on: a loopback one.'),
      port: whole(0, 65_535).default(4000).describe('The port to listen on; 0 is any free one.'),
    })
    .prefault({})
    .describe('Where the gateway listens.'),
  database: z
    .strictObject({
      url: z
        .string()
        .default('memory:')
        .describe('`memory:`, `file:DIR` (both embedded) or `postgresql://user:password@host/name`.'),
      directUrl: z
        .string()
        .optional()
        .describe('The way to the server itself, where `url` leads to a pooler such as PgBouncer.'),
      maxConnections: whole(2, 1_000)
        .default(LANE_SIZES.answers)
        .describe('How many statements of answers a server works on at the same time.'),
    })
    .prefault({})
    .describe("The database of the gateway's own store."),
  auth: z.unknown().optional().describe('To be left out: access control is not available yet.'),
  redaction: z
    .strictObject({
      keys: z
        .array(z.string().min(1))
        .default([])
        .describe('Names whose values are secrets, beside the built-in ones. A name that ends in one counts.'),
    })
    .prefault({})
    .describe('What is replaced by [REDACTED] before anything else happens.'),
  limits: z
    .strictObject({
      maxPageSize: whole(1, 10_000).default(1000).describe('Largest `first` or `last`, and most ids in one `nodes`.'),
      maxDepth: whole(1).default(12).describe('How deep a query may nest.'),
      maxCost: whole(1).default(20_000).describe('What one operation may cost.'),
      requestTimeoutMs: whole(1, MAX_TIMEOUT_MS)
        .default(HTTP_BOUNDS.requestTimeoutMs)
        .describe('How long one HTTP request may take, in milliseconds; subscriptions and exports have no such bound.'),
      readerTimeoutMs: whole(1, MAX_TIMEOUT_MS)
        .default(HTTP_BOUNDS.readerTimeoutMs)
        .describe('How long the client of an export or a subscription may read nothing, in milliseconds.'),
      maxConcurrentRequests: whole(1)
        .default(HTTP_BOUNDS.maxConcurrentRequests)
        .describe('GraphQL operations that are worked on at the same time.'),
      maxQueuedRequests: whole(0)
        .default(HTTP_BOUNDS.maxQueuedRequests)
        .describe('GraphQL operations that may wait for that.'),
      maxConcurrentExports: whole(1, 1_000)
        .default(HTTP_BOUNDS.maxConcurrentExports)
        .describe('Exports over HTTP at the same time.'),
      maxQueuedExports: whole(0)
        .default(HTTP_BOUNDS.maxQueuedExports)
        .describe('Exports over HTTP that may wait for that.'),
      maxSubscriptions: whole(0).default(HTTP_BOUNDS.maxSubscriptions).describe('Subscriptions that may be open.'),
    })
    .prefault({})
    .describe('What one request may take.'),
  sync: z
    .strictObject({
      leaseSeconds: number(z.number().positive())
        .default(10)
        .describe(
          'For how long a gateway keeps the sources that it syncs without a word, before another one takes over.',
        ),
    })
    .prefault({})
    .describe('How archived sources are copied.'),
  sources: z.array(z.unknown()).default([]).describe('The vendors, in the order in which they are told.'),
});

const TIME = 'epoch milliseconds, RFC 3339, or a time relative to now';

const PROXY = 'an http:// or https:// address without path, query and fragment, or false';

/** What every source may carry, whatever its kind. */
export const COMMON = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/)
    .refine((id) => id !== 'gateway', { error: 'an id that is not `gateway`, which is the store itself' })
    .describe('Its key. Never to be renamed: the ids of its events are derived from it.'),
  name: z.string().min(1).optional().describe('For people; left out, the id.'),
  kind: z.enum(VENDOR_KINDS).describe('Which vendor it is.'),
  mode: z
    .enum(['live', 'archive'])
    .default('live')
    .describe('live: asked when somebody asks, nothing stored. archive: copied into the store, answered from there.'),
  url: z
    .string()
    .refine(isHttpUrl, { error: 'an http:// or https:// address without user, query and fragment' })
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Its address: http:// or https://, without user, query and fragment; may end in a path prefix.'),
  timeoutMs: whole(1, MAX_TIMEOUT_MS)
    .default(10_000)
    .describe('All that one answer waits for this source, in milliseconds; for a sync, one page.'),
  maxConcurrent: whole(1).nullable().default(null).describe('Requests under way at once; null: no limit.'),
  requestsPerSecond: number(z.number().positive())
    .nullable()
    .default(null)
    .describe('Requests begun per second, evenly spaced; null: no limit.'),
  pageSize: whole(1).nullable().default(null).describe("Records per request at most; null: the vendor's own."),
  maxScan: whole(1).default(50_000).describe('Records read for one page before the source pauses.'),
  latenessSeconds: number(z.number().min(0))
    .default(600)
    .describe('Archive only: how far back each sync reads again, for rows that appear late.'),
  pollSeconds: number(z.number().positive()).default(60).describe('Archive only: how often there is a sync.'),
  backfillFrom: z
    .union([z.string(), z.number()])
    .refine((time) => parseTimePoint(time) !== null, { error: TIME })
    .transform((time) => parseTimePoint(time) as TimeExpression)
    .nullable()
    .default(null)
    .describe(
      'Archive only: what occurred before is not copied. `2025-01-01`, `now-90d`; null: as far as the vendor goes.',
    ),
  proxy: z
    .union([z.literal(false), z.string().refine((text) => text === 'false' || isProxyUrl(text), { error: PROXY })])
    .transform((proxy) => (proxy === 'false' ? false : proxy))
    .nullable()
    .default(null)
    .describe(
      'The proxy on the way to it, as http://user:password@host:port; false: none; null: what the environment says.',
    ),
  tls: z
    .strictObject({
      caFile: z
        .string()
        .min(1)
        .optional()
        .describe('A PEM file with the certificate authority; relative to the configuration file.'),
      insecure: truth().optional().describe('true: the certificate is not checked.'),
    })
    .nullable()
    .default(null)
    .describe('How its certificate is checked.'),
} as const;

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === '';
}

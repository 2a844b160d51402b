import { z } from 'zod';

const natural = z.int().nonnegative();
const positive = z.int().positive();
const milliseconds = z.int().positive().max(2_147_483_647);

/** Which answers a fault hits. Only those that it is meant for are counted. */
const when = {
  /** What the call is for: the log itself, the way in, or anything at all. */
  only: z.enum(['data', 'login', 'all']).default('data'),
  /** So many answers are spared first. */
  after: natural.default(0),
  /** Of those behind, one in so many, the last of them. */
  every: positive.default(1),
  /** Of those, each with this probability, drawn from the fault's own seed. */
  probability: z.number().min(0).max(1).default(1),
  seed: natural.default(1),
  /** So many are hit at most; all of them if it is not said. */
  times: positive.optional(),
};

const one = <const Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...shape, ...when });

const rows = { n: positive.max(100_000).default(1) };

/** Everything that can go wrong, as data. */
export const fault = z.discriminatedUnion('kind', [
  /** The answer comes later. */
  one('latency', { ms: milliseconds }),
  /** The answer never comes. */
  one('hang', {}),
  /** A refusal in place of the answer, in the vendor's own form or another one. */
  one('status', {
    status: z.literal([400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504]),
    /** In seconds; sent as they are or as the date that they lead to. */
    retryAfter: natural.optional(),
    retryAfterForm: z.enum(['seconds', 'date']).default('seconds'),
    /** X-RateLimit headers; their Reset is `retryAfter` seconds ahead (one if not said), in this unit since 1970. */
    rateLimit: z.enum(['micros', 'seconds']).optional(),
    /** xml is Riverbed's older one; rpc is Salt's error inside 200. */
    form: z.enum(['own', 'text', 'html', 'empty', 'xml', 'rpc']).default('own'),
    /** The vendor's own code, where its form has one. */
    code: z.union([z.string(), z.int()]).optional(),
    message: z.string().optional(),
  }),
  /** Calls whose path, query and body together are longer than so many characters are refused. */
  one('tooLong', { most: positive.default(1_000), status: z.literal([413, 414, 431]).default(414) }),
  /** JSON that is none. */
  one('malformed', {}),
  /** Half of the body: under a length that is right for the half, or under that of the whole with the connection closed early. */
  one('truncated', { how: z.enum(['body', 'connection']).default('body') }),
  /** A web page with status 200. */
  one('html', {}),
  /** The socket is destroyed, before anything is sent or in the middle of the body. */
  one('reset', { at: z.enum(['headers', 'body']).default('headers') }),
  /** The body comes in drips. */
  one('slowBody', { bytes: positive.default(16), everyMs: milliseconds.default(50) }),
  /** The right answer with so many mebibytes of blanks behind it. */
  one('oversized', { mib: positive.max(256).default(32) }),
  /** The right answer in a coding, named in its header or not, asked for or not. */
  one('encoded', { coding: z.enum(['gzip', 'deflate', 'br']).default('gzip'), named: z.boolean().default(true) }),
  /** The right answer in this charset, declared or not; `mark`: with a byte order mark, which ISO-8859-1 has not. */
  one('charset', {
    charset: z.enum(['utf-8', 'iso-8859-1', 'utf-16le']).default('iso-8859-1'),
    mark: z.boolean().default(false),
    named: z.boolean().default(true),
  }),
  /** 302 to another host. */
  one('redirect', { to: z.url().default('http://another-host.example/') }),
  /** The Date header is off by so much. */
  one('clockSkew', { ms: z.int() }),
  /** Every login (Ключ-АСТРОМ: page key; F5: scroll id) ends before the call is looked at. */
  one('sessionExpiry', {}),
  /** Rows with an older time are written before the call is answered. */
  one('lateRows', rows),
  /** Newest rows are written before the call is answered. */
  one('headInserts', rows),
  /** The oldest rows are deleted before the call is answered. */
  one('tailPruning', rows),
  /** The count of the newest row grows by so much before the call is answered. */
  one('growingCounts', rows),
  /** The first and the last row of a page stand in each other's place. */
  one('swappedRows', {}),
  one('reversedRows', {}),
  /** The last rows of the page before stand again at the start of the page, or its own last rows again at its end. */
  one('repeatedRows', { ...rows, where: z.enum(['across', 'within']).default('across') }),
  /** The first rows of a page are left out. */
  one('skippedRows', rows),
  /** The asked window is taken wider by so much on both sides. */
  one('outsideWindow', { ms: milliseconds.default(3_600_000) }),
  one('wrongTotal', { by: z.int().default(1000) }),
  /** After so many further pages the cursor is the first again. 1: the same one for ever. */
  one('loopingCursor', { length: positive.default(1) }),
  /** A call that brings a cursor is refused, in the vendor's own form. */
  one('refusedCursor', { status: z.literal([400, 404]).default(404) }),
  /** A page is never shorter than asked: its last row fills it up, or that of the page before. */
  one('fullPages', {}),
  /** The first rows of a page stand twice, the second time with other content under the same id. */
  one('reusedIds', rows),
  /** In the first rows of a page a field has the wrong type. */
  one('undecodable', rows),
  /** In the first rows of a page the time cannot be read. */
  one('timeless', rows),
]);

/** A fault with everything said. */
export type Fault = z.infer<typeof fault>;
/** A fault as it is given: what has a default may be left out. */
export type FaultGiven = z.input<typeof fault>;
export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

export const FAULT_KINDS: readonly FaultKind[] = fault.options.flatMap((option) => [...option.shape.kind.values]);

import type { z } from 'zod';
import type { AuditSettings } from '../domain/audit-settings.ts';
import type { EventDraft, SourceKind } from '../domain/event.ts';
import type { Field } from '../domain/fields.ts';
import type { FilterExpr, Is, TestOp } from '../domain/filter.ts';
import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import type { Direction } from '../domain/order.ts';
import type { TimeWindow } from '../domain/position.ts';
import type { Problem } from '../lanes/source-error.ts';

// ── one request and its answer ────────────────────────────────────────────────────────────────

/** What is sent, as data: a test compares it with what the vendor's document says. */
export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the source's configured URL; begins with a slash, holds no query. */
  readonly path: string;
  /** Sent in this order, percent-encoded; a name may repeat. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Readonly<Record<string, string>>;
  /**
   * What being asked changes at the vendor; left out: nothing. `begins`: a cursor whose next answers are one reader's
   * alone, so it is never shared. `advances`: such a cursor, so it is not repeated either, for a repeat would be answered
   * with what comes after.
   */
  readonly effect?: 'begins' | 'advances';
}

export interface VendorResponse {
  readonly status: number;
  /** Names in lower case; of a repeated header the values joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly text: string;
}

/** One request, how to read its answer, and the exchange after it: paging and login alike, a value that knows its successor. */
export interface Exchange<Result> {
  readonly request: VendorRequest;
  /** Pure. Throws a `SourceError` INVALID_RESPONSE that says what was expected and what was found. */
  read(response: VendorResponse): Step<Result>;
  /** What to ask in its place when the vendor refuses it: an older build, a cursor that ran out. Null: the refusal stands. */
  refused?(problem: Problem): Exchange<Result> | null;
}

export interface Step<Result> {
  readonly result: Result;
  readonly next: Exchange<Result> | null;
  /** How many records the vendor says match just this request's question, on any page; left out where it promises none. */
  readonly total?: number;
}

/** The records of one answer, as received. */
export interface RecordPage {
  readonly records: readonly Json[];
  /**
   * Null: records come in the order of time, page after page. Otherwise the page is, in any order, one whole slice of
   * time, and everything up to this boundary has now been given: newest first, all at or after it; oldest first, all
   * before it. Slices follow each other in the direction asked.
   */
  readonly wholeUntil: Instant | null;
  /** Of a slice: the order in which its records come nevertheless, where that is known; left out: any. */
  readonly order?: Direction;
  /** Of records in the order of time: why something that stands before them was passed over unread; left out: nothing was. */
  readonly passedOver?: Problem;
}

// ── what a vendor can do ──────────────────────────────────────────────────────────────────────

/** Whatever is not stated here, the gateway does itself. */
export interface Capabilities {
  /** `exact`: the vendor applies just this test. `wider`: it may let more through; never pushed under negation. */
  readonly filters: { readonly [F in Field]?: { readonly [O in TestOp]?: 'exact' | 'wider' } };
  /** Negated leaves may be pushed (those declared `exact`). */
  readonly negation: boolean;
  /** The vendor can be asked for a window of time. */
  readonly timeFilter: boolean;
  /** The resolution in which it orders events, and in which its window is given. Coarser is always safe. */
  readonly grainUs: number;
  /** The most records it gives at once, and how many to ask for when a filter is tested here. */
  readonly maxPageSize: number;
  readonly pageSize: number;
  /** Its document promises the total of just what was asked. */
  readonly counts: boolean;
}

/**
 * How the vendor says one leaf of the filter: values by slot. Two leaves whose words share a slot cannot both be sent;
 * the later one is tested here.
 */
export type Words = Readonly<Record<string, Json>>;

/**
 * A question divided. What `words` say is never narrower than the question; with `residual` it means exactly the
 * question. The window is cut to the cursor, then widened to the vendor's grain and by one grain at each end, so that
 * nobody needs to know whether the vendor's bounds are inclusive. It never begins before 1970.
 */
export interface Pushdown {
  readonly words: Words;
  readonly pushed: FilterExpr;
  readonly residual: FilterExpr;
  readonly window: TimeWindow;
  readonly direction: Direction;
  readonly pageSize: number;
}

/** One stream of a vendor's records. Most vendors have one; ZStack keeps logins apart. */
export interface Stream {
  readonly name: string;
  readonly capabilities: Capabilities;
  /**
   * The vendor's words for a leaf whose field and test are declared in `capabilities.filters`, or null: a veto for what
   * cannot be said, or not safely.
   */
  words(leaf: Is): Words | null;
  /** How a leaf comes out for every record of this stream, where that is certain: such a stream need not be asked. */
  foresee(leaf: Is): boolean | undefined;
  /** The first exchange of a walk through `pushdown.window` in `pushdown.direction`. Records outside it may come too. */
  ask(pushdown: Pushdown): Exchange<RecordPage>;
}

// ── logins and faults ─────────────────────────────────────────────────────────────────────────

/** What a login ends in. The connection keeps it, shares it, and renews it when it expires or is lost. */
export interface Session {
  readonly headers: Readonly<Record<string, string>>;
  /** When the vendor says it ends; null where it does not say. */
  readonly expiresAt: Instant | null;
  /** Cheaper than a new login; when it fails a whole login follows. */
  readonly renew: Exchange<Session | null> | null;
}

/** What the vendor means by an answer that is none. */
export type Fault =
  /** The session is gone: log in again once and repeat. `problem` is reported if that does not help. */
  { readonly kind: 'session'; readonly problem: Problem } | { readonly kind: 'problem'; readonly problem: Problem };

/** The upstream's own audit configuration. */
export type UpstreamAuditConfig = AuditSettings;

// ── the door ──────────────────────────────────────────────────────────────────────────────────

/** A vendor, described by pure functions. All I/O is the connection's. */
export interface SourceAdapter<Options> {
  readonly kind: SourceKind;
  /** The vendor's own keys in the configuration file; their descriptions are the documentation. `url` and what every source carries stand elsewhere. */
  readonly options: z.ZodObject<z.ZodRawShape> & z.ZodType<Options>;
  /** With these options: what they rule out is not declared. */
  streams(options: Options): readonly Stream[];
  /** Left out, or null for these options: no login, `authorize` alone makes requests acceptable. Intermediate steps give null. */
  login?(options: Options): Exchange<Session | null> | null;
  /** The request as it is sent: credentials, session headers, a signature over its own text and the time. */
  authorize(request: VendorRequest, session: Session | null, options: Options, now: Instant): VendorRequest;
  /** Null: the answer is one. Statuses of 400 and above that get null here are problems by their status alone. */
  fault(response: VendorResponse): Fault | null;
  /**
   * A record, already redacted, as an event; null only when it has no readable time. Any other flaw costs only the field
   * it is in. Records alike in `nativeKey` are one event.
   */
  decode(record: Json, options: Options): EventDraft | null;
  auditConfig?(options: Options): Exchange<UpstreamAuditConfig | null>;
}

/** Keeps a vendor's options typed where it is written, and out of sight where all vendors are handled alike. */
export function defineSource<Options>(adapter: SourceAdapter<Options>): SourceAdapter<Options> {
  return adapter;
}

import { GraphQLError, type GraphQLErrorExtensions, type GraphQLErrorOptions, Kind } from 'graphql';
import { GATEWAY } from '../domain/event.ts';
import { UpstreamFailed } from '../federation/gateway.ts';
import { Busy, RETRY_AFTER_MS } from '../lanes/turnstile.ts';
import { StoreFailed } from '../store/port/event-store.ts';

/** Errors of the rooms below say what they are by a literal `code`; these are meant for the client, text and all. */
const PUBLIC_CODES: readonly unknown[] = [
  'BAD_USER_INPUT',
  'CONFLICT',
  'UPSTREAM_FAILED',
  'QUERY_TOO_COMPLEX',
  'RATE_LIMITED',
];

const CODE_OF_STAGE = { parse: 'GRAPHQL_PARSE_FAILED', validate: 'GRAPHQL_VALIDATION_FAILED' } as const;

/** An error of GraphQL itself, found before anything was executed, with its code. */
export function graphqlError(error: Error, stage: 'parse' | 'validate'): GraphQLError {
  const code = error instanceof GraphQLError ? (error.extensions.code ?? CODE_OF_STAGE[stage]) : CODE_OF_STAGE[stage];
  return coded(error, stage === 'validate' ? CODE_OF_STAGE.validate : String(code));
}

/**
 * What a client is told of an error, whatever it was: always with `extensions.code`. What is not meant for clients becomes
 * INTERNAL_SERVER_ERROR with a text that says nothing; `onInternal` gets the error itself.
 */
export function publicError(error: unknown, onInternal: (error: unknown) => void): GraphQLError {
  const origin = inPublic(originOf(error), onInternal);
  if (error instanceof GraphQLError && error.path === undefined && codeOf(error) !== null)
    return coded(error, String(codeOf(error)), undefined, detailsOf(origin));
  if (origin instanceof Error && 'code' in origin && PUBLIC_CODES.includes(origin.code)) {
    return coded(error, String(origin.code), origin.message, detailsOf(origin));
  }
  if (origin instanceof GraphQLError && isAboutDocument(origin))
    return coded(error, codeOf(origin) ?? 'BAD_USER_INPUT');
  onInternal(origin);
  const unplaced = !(error instanceof GraphQLError) || error.path === undefined;
  return coded(error, 'INTERNAL_SERVER_ERROR', 'Internal server error', unplaced ? { http: { status: 500 } } : {});
}

/** Failures of vendors are told as such by whoever asks them; that of the store itself is told here. */
function inPublic(origin: unknown, onInternal: (error: unknown) => void): unknown {
  if (!(origin instanceof StoreFailed)) return origin;
  onInternal(origin);
  return new UpstreamFailed([{ source: GATEWAY, problem: origin.problem }]);
}

/** GraphQL's own words point at the place in the document; those of libraries behind it do not. */
function isAboutDocument(error: GraphQLError): boolean {
  return error.nodes !== undefined || typeof error.extensions.code === 'string';
}

/**
 * An operation that is refused whole is refused once, not once per field it asks for. One that writes may have written before
 * something of it was refused for want of a turn: then it is not refused whole.
 */
export function refusedWhole(errors: readonly GraphQLError[], writes = false): GraphQLError | null {
  const codes: readonly unknown[] = writes ? ['QUERY_TOO_COMPLEX'] : ['QUERY_TOO_COMPLEX', 'RATE_LIMITED'];
  const refusal = errors.find((error) => codes.includes(refusalOf(error)));
  if (refusal === undefined) return null;
  const { message, originalError, extensions } = refusal;
  const busy = originOf(refusal) instanceof Busy ? { http: BUSY_HTTP } : {};
  return new GraphQLError(message, {
    originalError: originalError ?? null,
    extensions: { ...extensions, ...busy, ...detailsOf(originOf(refusal)), code: refusalOf(refusal) },
  });
}

/** Of an operation that was not even begun. */
export function refusalFor(error: unknown): GraphQLError {
  const originalError = error instanceof Error ? error : new Error(String(error));
  const refused = new GraphQLError(originalError.message, { originalError });
  return refusedWhole([refused]) ?? refused;
}

/** Before it is made public, an error's origin alone may know its code. */
function refusalOf(error: GraphQLError): unknown {
  const origin = originOf(error);
  return error.extensions.code ?? (origin instanceof Busy ? origin.code : null);
}

/** Whatever kind of answer the client accepts. */
const BUSY_HTTP = { status: 429, spec: false, headers: { 'Retry-After': String(RETRY_AFTER_MS / 1_000) } };

function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error;
}

/** GraphQL leaves no code where variables or the operation's name are wrong, nor yoga where the HTTP request is. */
function codeOf(error: GraphQLError): string | null {
  if (typeof error.extensions.code === 'string') return error.extensions.code;
  if (error.nodes?.some((node) => node.kind === Kind.VARIABLE_DEFINITION)) return 'BAD_USER_INPUT';
  if (error.originalError) return null;
  if (error.extensions.http !== undefined) return 'BAD_REQUEST';
  return error.path === undefined ? 'OPERATION_RESOLUTION_FAILURE' : null;
}

function detailsOf(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof Busy) return { retryAfterMs: error.retryAfterMs };
  if (!(error instanceof UpstreamFailed)) return {};
  return {
    problems: error.problems.map(({ source, problem: { code, message, httpStatus, retryAfterMs, retryable } }) => ({
      source,
      code,
      message,
      httpStatus,
      retryAfterMs,
      retryable,
    })),
  };
}

/** What the HTTP answer becomes of it. A request that is none is refused by its status, whatever the client accepts. */
function httpOf(error: GraphQLError | null, code: string): Pick<GraphQLErrorExtensions, 'http'> {
  const http = error?.extensions.http;
  if (http === undefined) return {};
  return { http: code === 'BAD_REQUEST' ? { ...http, spec: false } : http };
}

/** What is said may repeat what was asked, which may be long. */
const MAX_MESSAGE = 2_000;

function bounded(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE - 1)}…`;
}

function coded(
  error: unknown,
  code: string,
  message?: string,
  more: Readonly<Record<string, unknown>> = {},
): GraphQLError {
  const known = error instanceof GraphQLError ? error : null;
  const options: GraphQLErrorOptions = {
    nodes: known?.nodes ?? null,
    source: known?.source ?? null,
    positions: known?.positions ?? null,
    path: known?.path ?? null,
    extensions: { ...httpOf(known, code), ...more, code },
  };
  return new GraphQLError(bounded(message ?? known?.message ?? String(error)), options);
}

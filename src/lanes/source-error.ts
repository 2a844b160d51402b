import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';

export const PROBLEM_CODES = [
  'TIMEOUT',
  'UNREACHABLE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'BAD_REQUEST',
  'UPSTREAM_ERROR',
  'INVALID_RESPONSE',
  'RESPONSE_TOO_LARGE',
  'CIRCUIT_OPEN',
  'SCAN_LIMIT',
  'OVERFLOW',
  'OUT_OF_ORDER',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** The upstream's own error object, with its chain of causes. */
export interface VendorError {
  readonly code: string | null;
  readonly description: string | null;
  readonly details: string | null;
  readonly elaboration: string | null;
  readonly opaque: Json;
  readonly cause: VendorError | null;
}

/** What went wrong with a source, in our words and its own. `message` carries no secret. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly httpStatus: number | null;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly vendor: VendorError | null;
}

const RETRYABLE: readonly ProblemCode[] = ['TIMEOUT', 'UNREACHABLE', 'RATE_LIMITED', 'UPSTREAM_ERROR', 'CIRCUIT_OPEN'];

/** A problem of which only some members need to be said. */
export function problem(
  code: ProblemCode,
  message: string,
  more: Partial<Omit<Problem, 'code' | 'message'>> = {},
): Problem {
  return {
    code,
    message,
    httpStatus: null,
    retryable: RETRYABLE.includes(code),
    retryAfterMs: null,
    vendor: null,
    ...more,
  };
}

/** A lane's only way to fail. Whatever else it throws is made one: see `asSourceError`. */
export class SourceError extends Error {
  readonly code = 'SOURCE_ERROR';
  readonly problem: Problem;
  /** What the lane said of the time past this moment, in its direction, is not to be trusted; null: all of it is. */
  readonly doubtfulSince: Instant | null;

  constructor(what: Problem, options?: ErrorOptions & { readonly doubtfulSince?: Instant }) {
    super(what.message, options);
    this.name = 'SourceError';
    this.problem = what;
    this.doubtfulSince = options?.doubtfulSince ?? null;
  }
}

export function sourceError(
  ...args: [...Parameters<typeof problem>, options?: ConstructorParameters<typeof SourceError>[1]]
): SourceError {
  const [code, message, more, options] = args;
  return new SourceError(problem(code, message, more), options);
}

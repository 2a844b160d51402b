import type { Problem } from '../../lanes/source-error.ts';

/**
 * Whether a refusal of a page key, cursor or scroll id may say that it has run out, which no vendor documents: as a bad
 * request (410 too), as not found, or as a failure of the server's own.
 */
export function mayHaveRunOut({ code, httpStatus }: Problem): boolean {
  return code === 'BAD_REQUEST' || code === 'NOT_FOUND' || httpStatus === 500;
}

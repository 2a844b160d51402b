/** A statement that took longer than it might. */
export const QUERY_CANCELED = '57014';
export const LACKS_RIGHT = '42501';
export const LOCK_NOT_AVAILABLE = '55P03';

/** Five letters and digits; what sockets say, `EPIPE`, has no digit. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

/** By which the database says what kind of failure it is; null for an error that is not the database's. */
export function sqlStateOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : null;
}

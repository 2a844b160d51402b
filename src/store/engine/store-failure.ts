import { StoreFailed } from '../port/event-store.ts';
import { timeIsUp } from './patiently.ts';
import { wordsOfDatabase } from './refused-data.ts';
import { LACKS_RIGHT, QUERY_CANCELED, sqlStateOf } from './sql-state.ts';

/** The answer of the database; a failure of it is the store's, in the words of lanes. Anything else stays what it is. */
export async function asking<Answer>(answer: PromiseLike<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    throw storeFailure(cause) ?? cause;
  }
}

/**
 * The same for those who have the store keep something: they are told what the database said, in its own words, for nobody but
 * whoever runs the gateway can mend it.
 */
export async function keeping<Answer>(answer: PromiseLike<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    const known = storeFailure(cause);
    throw known && known.problem.code !== 'UPSTREAM_ERROR' ? known : (refusal(cause) ?? known ?? cause);
  }
}

function refusal(cause: unknown): StoreFailed | null {
  const refused = wordsOfDatabase(cause);
  return refused && new StoreFailed('UPSTREAM_ERROR', `refused: ${refused.words}`, cause);
}

/** Null for an error that is not the database's. */
export function storeFailure(cause: unknown): StoreFailed | null {
  const state = sqlStateOf(cause);
  if (state === QUERY_CANCELED) return timeIsUp(cause);
  if (state === LACKS_RIGHT) return refusal(cause);
  if (state === null ? isCutOff(cause) : AWAY.test(state))
    return new StoreFailed('UNREACHABLE', 'cannot be reached', cause);
  return state === null ? null : new StoreFailed('UPSTREAM_ERROR', 'failed', cause);
}

/** Classes of SQLSTATE: connection, shut down or starting up, idle too long. */
const AWAY = /^(08\w{3}|57P\d\d|25P03)$/;
/** What sockets say. */
const SOCKET = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/;
/** What the drivers say of themselves has no code. */
const DRIVER =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable|cannot use a pool|PGlite is closed/i;

function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return 'code' in error ? SOCKET.test(String(error.code)) : error.name === 'Error' && DRIVER.test(error.message);
}

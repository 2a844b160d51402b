import pg from 'pg';
import { Prisma } from '../generated/client.ts';
import { StoreFailed } from '../port/event-store.ts';
import { LACKS_RIGHT } from './name-role.ts';
import { timeIsUp } from './patiently.ts';
import { wordsOfDatabase } from './refused-data.ts';

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
  if (cause instanceof pg.DatabaseError && cause.code === QUERY_CANCELED) return timeIsUp(cause);
  if (wordsOfDatabase(cause)?.code === LACKS_RIGHT) return refusal(cause);
  if (isAway(cause)) return new StoreFailed('UNREACHABLE', 'cannot be reached', cause);
  return isOfDatabase(cause) ? new StoreFailed('UPSTREAM_ERROR', 'failed', cause) : null;
}

/** A statement that took longer than it might. */
const QUERY_CANCELED = '57014';
/** Classes 08 (connection), 57P (shut down, starting up) and 25P03 (idle too long) of PostgreSQL, and what sockets say. */
const AWAY =
  /\b(08\w{3}|57P\d\d|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|P1001|P1017|P2024|P2028)\b|Connection terminated|connection timeout|not queryable|the database system is|cannot use a pool|PGlite is closed/i;

function isAway(error: unknown): boolean {
  return (
    error instanceof Error &&
    (isOfDatabase(error) || 'code' in error || error.name === 'Error') &&
    AWAY.test(told(error))
  );
}

function isOfDatabase(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError ||
    error instanceof Prisma.PrismaClientKnownRequestError ||
    error instanceof Prisma.PrismaClientUnknownRequestError ||
    error instanceof Prisma.PrismaClientInitializationError ||
    (error instanceof Error && error.name === 'DriverAdapterError')
  );
}

/** Prisma hides the driver's own words in members of its errors. */
function told(error: Error): string {
  const { code, meta, cause } = error as { code?: unknown; meta?: unknown; cause?: unknown };
  return `${String(code)} ${error.message} ${JSON.stringify(meta ?? null)} ${JSON.stringify(cause ?? null)}`;
}

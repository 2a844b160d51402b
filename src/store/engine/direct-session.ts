import pg from 'pg';
import { DatabaseError } from './database-error.ts';
import type { ServerPlace } from './database-url.ts';
import { IDLE_IN_TRANSACTION_MS } from './transaction-settings.ts';

/** The server has told each connection which process of its own serves it; a pooler tells something else. */
interface Told extends pg.ClientBase {
  readonly processID: number | null;
}

/**
 * Begins a session on a connection to the server itself, with the settings that its statements find. Throws a `DatabaseError`
 * where a pooler stands between: a session's locks, settings and notices would be lost behind it, or be somebody else's.
 */
export async function beginSession(client: pg.ClientBase, place: ServerPlace): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  if (rows[0]?.pid !== (client as Told).processID) throw pooled(place);
  await client.query(
    "SELECT set_config('search_path', $1, false), set_config('idle_in_transaction_session_timeout', $2, false)",
    [pg.escapeIdentifier(place.schema), `${IDLE_IN_TRANSACTION_MS}`],
  );
}

function pooled({ name, directUrl }: ServerPlace): DatabaseError {
  const expected =
    directUrl === null
      ? 'a server, or the way to it in database.directUrl, but database.url'
      : 'database.directUrl to lead to the server itself, but it';
  return new DatabaseError('DATABASE_UNFIT', `${name}: expected ${expected} leads to a pooler such as PgBouncer`);
}

const WHICH = 'SELECT pg_postmaster_start_time()::text AS started, current_database() AS name';

/** Throws a `DatabaseError` where the way through the pooler does not lead to the database to which the direct one does. */
export async function requireSameDatabase(own: pg.Pool, pool: pg.Pool, { name }: ServerPlace): Promise<void> {
  const [direct, through] = await Promise.all([own, pool].map(async (each) => (await each.query(WHICH)).rows[0]));
  if (direct.started === through.started && direct.name === through.name) return;
  const message = `${name}: expected database.directUrl to lead to the same database, but it leads to another one`;
  throw new DatabaseError('DATABASE_UNFIT', message);
}

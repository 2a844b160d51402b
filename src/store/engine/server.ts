import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { askerOf } from '../../lanes/asker.ts';
import { borrow } from './borrow.ts';
import { copyOut } from './copy-out.ts';
import type { Database, Own, Session } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { connectionsOf, databaseLanes, LANE_SIZES, type LaneSizes } from './database-lanes.ts';
import type { ServerPlace } from './database-url.ts';
import { beginSession, requireSameDatabase } from './direct-session.ts';
import { type AskDriver, type DriverQuery, type ModelsOver, modelsOver } from './models.ts';
import { nameRole, roleOf } from './name-role.ts';
import { LONGEST_STATEMENT_MS, timeLeft, unhurried } from './patiently.ts';
import { listenOn } from './server-notices.ts';
import { serverTransaction } from './server-transaction.ts';
import { LACKS_RIGHT, sqlStateOf } from './sql-state.ts';
import { answered, timedQuery } from './timed-query.ts';
import { transactionBy } from './transaction.ts';

/** What goes on by itself, in sessions with the server itself: leases, retention, migrations. */
const OWN_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;

/** A PostgreSQL server, of version 14 or newer. */
export async function openServer(place: ServerPlace, sizes: LaneSizes = LANE_SIZES): Promise<Database> {
  const lanes = databaseLanes(sizes);
  const pool = poolOf(place, { max: connectionsOf(lanes) });
  const direct = place.directUrl ?? place.url;
  const own = poolOf(place, {
    connectionString: direct,
    max: OWN_CONNECTIONS,
    query_timeout: LONGEST_STATEMENT_MS,
    onConnect: (client) => beginSession(client, place),
  });
  try {
    (await own.connect()).release();
    if (place.directUrl !== null) await requireSameDatabase(own, pool, place);
  } catch (error) {
    await Promise.all([own.end(), pool.end()]);
    throw mayNotConnect(place, error) ?? error;
  }
  const models = modelsOver((ask) => new PrismaPg(askedBy(ask), { schema: place.schema }));
  const notices = listenOn(direct);
  const { schema } = place;
  const lender = (signal: AbortSignal) => ({ pool, schema, turns: lanes[askerOf(signal).lane] });
  const asking = (signal = unhurried()) => {
    const ask = (query: DriverQuery) =>
      borrow(lender(signal), signal, (client) => timedQuery(client, query, { schema, ms: timeLeft(signal) }));
    return transactionBy(ask, models);
  };
  return {
    name: place.name,
    schema,
    own: ownOf(own, models),
    lanes,
    onNotice: notices.on,
    copyOut: (sql, signal) => copyOut(lender(signal), sql, signal),
    asking,
    rows: (sql, signal) => asking(signal).rows(sql),
    copying: (work, signal = unhurried()) =>
      serverTransaction({ pool, schema, turns: lanes.writes, models }, work, signal),
    inSession: (work) => inSession(own, work),
    async close() {
      await notices.close();
      await models.close();
      await Promise.all([own.end(), pool.end()]);
    },
  };
}

/** A pool as far as models need one: what they ask goes another way. */
function askedBy(ask: AskDriver): pg.Pool {
  return Object.assign(new pg.Pool(), { query: ask });
}

function ownOf(pool: pg.Pool, models: ModelsOver): Own {
  const by = ({ query }: Pick<pg.ClientBase, 'query'>) =>
    transactionBy(async ({ values, ...how }) => answered(await query({ ...how, values: [...values] })), models);
  return {
    ...by({ query: pool.query.bind(pool) as pg.ClientBase['query'] }),
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(by({ query: client.query.bind(client) as pg.ClientBase['query'] }));
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
  };
}

function mayNotConnect({ name, url }: ServerPlace, cause: unknown): DatabaseError | null {
  if (sqlStateOf(cause) !== LACKS_RIGHT) return null;
  const message = `${name}: expected ${roleOf(url)} to have CONNECT on the database, but it has not`;
  return new DatabaseError('DATABASE_UNFIT', message, { cause });
}

function poolOf(place: ServerPlace, more: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: place.url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'audit-gateway',
    keepAlive: true,
    ...more,
  });
  // A connection that breaks while idle leaves the pool; whoever asks next gets a new one, or the error. One that breaks
  // while somebody holds it between two statements says so too, and to nobody else.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    nameRole(client as pg.PoolClient & pg.Client, place.name);
  });
  return pool;
}

async function inSession<Result>(pool: pg.Pool, work: (session: Session) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  const session: Session = {
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await client.query(sql, [...values])).rows as Row[],
    script: async (sql) => {
      await client.query(sql);
    },
  };
  try {
    return await work(session);
  } finally {
    client.release(true);
  }
}

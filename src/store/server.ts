import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { askerOf } from '../lanes/asker.ts';
import { borrow } from './borrow.ts';
import { copyOut } from './copy-out.ts';
import type { Database, Session } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { connectionsOf, databaseLanes, LANE_SIZES, type LaneSizes } from './database-lanes.ts';
import type { DatabasePlace } from './database-url.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { LACKS_RIGHT, nameRole, roleOf } from './name-role.ts';
import { LONGEST_STATEMENT_MS, timeLeft, unhurried } from './patiently.ts';
import { listenOn } from './server-notices.ts';
import { serverTransaction } from './server-transaction.ts';
import { timedQuery } from './timed-query.ts';

type Place = Extract<DatabasePlace, { kind: 'server' }>;

/** What goes on by itself: leases, retention, migrations. */
const OWN_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
/** A process that is paused in the middle of a write must not keep the others from writing. */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** A PostgreSQL server, of version 14 or newer. */
export async function openServer(place: Place, sizes: LaneSizes = LANE_SIZES): Promise<Database> {
  const lanes = databaseLanes(sizes);
  const pool = poolOf(place, { max: connectionsOf(lanes) });
  const own = poolOf(place, { max: OWN_CONNECTIONS, query_timeout: LONGEST_STATEMENT_MS });
  try {
    (await own.connect()).release();
  } catch (error) {
    await Promise.all([own.end(), pool.end()]);
    throw mayNotConnect(place, error) ?? error;
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(own, { schema: place.schema }) });
  const notices = listenOn(place.url);
  const lender = (signal: AbortSignal) => ({ pool, turns: lanes[askerOf(signal).lane] });
  return {
    name: place.name,
    schema: place.schema,
    prisma,
    lanes,
    onNotice: notices.on,
    copyOut: (sql, signal) => copyOut(lender(signal), sql, signal),
    rows: async <Row>(statement: Prisma.Sql, signal: AbortSignal = unhurried()) => {
      const ask = (client: pg.PoolClient) => timedQuery(client, statement, timeLeft(signal));
      return (await borrow(lender(signal), signal, ask)).rows as readonly Row[];
    },
    copying: (work, signal = unhurried()) => serverTransaction({ pool, turns: lanes.writes }, work, signal),
    inSession: (work) => inSession(own, work),
    async close() {
      await notices.close();
      await prisma.$disconnect();
      await Promise.all([own.end(), pool.end()]);
    },
  };
}

function mayNotConnect({ name, url }: Place, cause: unknown): DatabaseError | null {
  if (!(cause instanceof pg.DatabaseError) || cause.code !== LACKS_RIGHT) return null;
  const message = `${name}: expected ${roleOf(url)} to have CONNECT on the database, but it has not`;
  return new DatabaseError('DATABASE_UNFIT', message, { cause });
}

function poolOf(place: Place, more: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: place.url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'audit-gateway',
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    onConnect: (client) => setSchema(client, place.schema),
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

/** Prisma's models name their schema; raw SQL finds it by the search path. */
async function setSchema(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query(`SET search_path TO ${pg.escapeIdentifier(schema)}`);
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

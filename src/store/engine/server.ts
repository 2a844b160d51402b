import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { askerOf } from '../../lanes/asker.ts';
import { type Prisma, PrismaClient } from '../generated/client.ts';
import { borrow } from './borrow.ts';
import { copyOut } from './copy-out.ts';
import type { Database, Session } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { connectionsOf, databaseLanes, LANE_SIZES, type LaneSizes } from './database-lanes.ts';
import type { ServerPlace } from './database-url.ts';
import { beginSession, requireSameDatabase } from './direct-session.ts';
import { LACKS_RIGHT, nameRole, roleOf } from './name-role.ts';
import { LONGEST_STATEMENT_MS, timeLeft, unhurried } from './patiently.ts';
import { listenOn } from './server-notices.ts';
import { serverTransaction } from './server-transaction.ts';
import { timedQuery } from './timed-query.ts';

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
  const prisma = new PrismaClient({ adapter: new PrismaPg(own, { schema: place.schema }) });
  const notices = listenOn(direct);
  const { schema } = place;
  const lender = (signal: AbortSignal) => ({ pool, schema, turns: lanes[askerOf(signal).lane] });
  return {
    name: place.name,
    schema,
    prisma,
    lanes,
    onNotice: notices.on,
    copyOut: (sql, signal) => copyOut(lender(signal), sql, signal),
    rows: async <Row>(statement: Prisma.Sql, signal: AbortSignal = unhurried()) => {
      const ask = (client: pg.PoolClient) => timedQuery(client, statement, { schema, ms: timeLeft(signal) });
      return (await borrow(lender(signal), signal, ask)).rows as readonly Row[];
    },
    copying: (work, signal = unhurried()) => serverTransaction({ pool, schema, turns: lanes.writes }, work, signal),
    inSession: (work) => inSession(own, work),
    async close() {
      await notices.close();
      await prisma.$disconnect();
      await Promise.all([own.end(), pool.end()]);
    },
  };
}

function mayNotConnect({ name, url }: ServerPlace, cause: unknown): DatabaseError | null {
  if (!(cause instanceof pg.DatabaseError) || cause.code !== LACKS_RIGHT) return null;
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

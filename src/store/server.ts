import { addAbortSignal } from 'node:stream';
import { finished } from 'node:stream/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Database, Session } from './database.ts';
import type { DatabasePlace } from './database-url.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { listenOn } from './server-notices.ts';
import { type CopyTransaction, statementsBy } from './statements.ts';

type Place = Extract<DatabasePlace, { kind: 'server' }>;

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** A process that is paused in the middle of a write must not keep the others from writing. */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** A PostgreSQL server, of version 14 or newer. */
export async function openServer(place: Place): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: place.url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'audit-gateway',
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    onConnect: (client) => setSchema(client, place.schema),
  });
  // A connection that breaks while idle leaves the pool; whoever asks next gets a new one, or the error. One that breaks
  // while somebody holds it between two statements says so too, and to nobody else.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw error;
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { schema: place.schema }) });
  const notices = listenOn(place.url);
  return {
    name: place.name,
    prisma,
    onNotice: notices.on,
    copyOut: (sql, signal) => copyOut(pool, sql, signal),
    rows: async <Row>({ text, values }: Prisma.Sql, withinMs?: number) => {
      const statement = { text, values, query_timeout: withinMs };
      return (await pool.query(statement)).rows as Row[];
    },
    copying: (work, withinMs) => copying(pool, work, withinMs),
    inSession: (work) => inSession(pool, work),
    async close() {
      await notices.close();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Prisma's models name their schema; raw SQL finds it by the search path. */
async function setSchema(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query(`SET search_path TO ${pg.escapeIdentifier(schema)}`);
}

/** On a connection of its own, which goes when it is left before its end. */
async function* copyOut(pool: pg.Pool, sql: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const client = await pool.connect();
  let isWhole = false;
  try {
    for await (const chunk of addAbortSignal(signal, client.query(copyTo(sql)))) yield chunk as Uint8Array;
    isWhole = true;
  } finally {
    client.release(!isWhole);
  }
}

/** A connection on which it did not come to its end goes, and with it all that was written. */
async function copying<Result>(
  pool: pg.Pool,
  work: (tx: CopyTransaction) => Promise<Result>,
  withinMs: number,
): Promise<Result> {
  const client = await pool.connect();
  const ask = async (text: string, values: unknown[]) => {
    const statement = { text, values, query_timeout: withinMs };
    const { rows, rowCount } = await client.query(statement);
    return { rows, affected: rowCount ?? 0 };
  };
  const copyIn = async (table: string, rows: string) => {
    const copied = client.query(copyFrom(`COPY ${table} FROM STDIN`)).end(rows);
    await finished(copied, { signal: AbortSignal.timeout(withinMs) });
  };
  let isDone = false;
  try {
    await ask('BEGIN', []);
    const result = await work({ ...statementsBy(ask), copyIn });
    await ask('COMMIT', []);
    isDone = true;
    return result;
  } finally {
    client.release(!isDone);
  }
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

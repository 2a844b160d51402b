import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { askerOf } from '../../lanes/asker.ts';
import type { Turnstile } from '../../lanes/turnstile.ts';
import { type Prisma, PrismaClient } from '../generated/client.ts';
import { type CopyTransaction, statementsBy } from '../sql/statements.ts';
import type { Database, Session } from './database.ts';
import { embeddedLanes } from './database-lanes.ts';
import type { DatabasePlace } from './database-url.ts';
import { ExactPGlite } from './exact-pglite.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { CHANNEL, listeners } from './notices.ts';
import { patiently, unhurried } from './patiently.ts';

export interface EmbeddedDatabase extends Database {
  /** Its data folder as one file. */
  dump(packing: 'none' | 'gzip'): Promise<Blob>;
}

type Place = Extract<DatabasePlace, { kind: 'memory' | 'folder' }>;

/** PostgreSQL inside this process: one session, in memory or in a folder that it has to itself. */
export async function openEmbedded(place: Place, template: Blob | undefined): Promise<EmbeddedDatabase> {
  if (place.kind === 'memory') return await embedded(place.name, await start(undefined, template), null);
  mkdirSync(place.folder, { recursive: true });
  const lock = lockFolder(place.folder);
  try {
    const data = dataFolder(place.folder);
    return await embedded(place.name, await start(data, existsSync(data) ? undefined : template), lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Where in its folder the database keeps its files: it exists once the database does. */
export function dataFolder(folder: string): string {
  return join(folder, 'pgdata');
}

async function start(dataDir: string | undefined, loadDataDir: Blob | undefined): Promise<ExactPGlite> {
  return ExactPGlite.open({ ...(dataDir && { dataDir }), ...(loadDataDir && { loadDataDir }) });
}

/** A query holds up the whole process while it runs: requests to vendors that are about to be sent go before it. */
function sendingFirst(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A statement of the embedded database cannot be stopped, but what nobody waits for any more need not begin. */
async function inTurn<Result>(turns: Turnstile, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  const { who, until } = askerOf(signal);
  const leave = await turns.enter({ who, until, signal });
  return patiently(signal, work().finally(leave));
}

function copyTransaction(tx: Transaction, signal: AbortSignal): CopyTransaction {
  return {
    ...statementsBy(async (sql, values) => {
      signal.throwIfAborted();
      const { rows, affectedRows } = await tx.query(sql, values);
      return { rows, affected: affectedRows ?? 0 };
    }),
    copyIn: async (table, rows) => {
      await tx.query(`COPY ${table} FROM '/dev/blob'`, [], { blob: new Blob([rows]) });
    },
  };
}

async function embedded(name: string, pglite: ExactPGlite, lock: FolderLock | null): Promise<EmbeddedDatabase> {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
  const session: Session = {
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await pglite.query<Row>(sql, [...values])).rows,
    script: async (sql) => {
      await pglite.exec(sql);
    },
  };
  const lanes = embeddedLanes();
  const heard = listeners();
  await pglite.listen(CHANNEL, heard.hear);
  return {
    name,
    schema: 'public',
    prisma,
    onNotice: heard.on,
    copyOut: null,
    lanes,
    rows: <Row>(sql: Prisma.Sql, signal = unhurried()) =>
      inTurn(lanes.answers, signal, async () => {
        await sendingFirst();
        return (await pglite.query<Row>(sql.text, sql.values)).rows;
      }),
    copying: <Result>(work: (tx: CopyTransaction) => Promise<Result>, signal = unhurried()) =>
      inTurn(lanes.writes, signal, () => pglite.transaction((tx) => work(copyTransaction(tx, signal)))),
    inSession: (work) => work(session),
    dump: (packing) => pglite.dumpDataDir(packing),
    async close() {
      try {
        await prisma.$disconnect();
        await pglite.close();
      } finally {
        lock?.release();
      }
    },
  };
}

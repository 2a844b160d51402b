import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Database, Session } from './database.ts';
import type { DatabasePlace } from './database-url.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { CHANNEL, listeners } from './notices.ts';
import { type CopyTransaction, statementsBy } from './statements.ts';

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

async function start(dataDir: string | undefined, loadDataDir: Blob | undefined): Promise<PGlite> {
  return PGlite.create({ ...(dataDir && { dataDir }), ...(loadDataDir && { loadDataDir }) });
}

/** A query holds up the whole process while it runs: requests to vendors that are about to be sent go before it. */
function sendingFirst(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function copyTransaction(tx: Transaction): CopyTransaction {
  return {
    ...statementsBy(async (sql, values) => {
      const { rows, affectedRows } = await tx.query(sql, values);
      return { rows, affected: affectedRows ?? 0 };
    }),
    copyIn: async (table, rows) => {
      await tx.query(`COPY ${table} FROM '/dev/blob'`, [], { blob: new Blob([rows]) });
    },
  };
}

async function embedded(name: string, pglite: PGlite, lock: FolderLock | null): Promise<EmbeddedDatabase> {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
  const session: Session = {
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await pglite.query<Row>(sql, [...values])).rows,
    script: async (sql) => {
      await pglite.exec(sql);
    },
  };
  const heard = listeners();
  await pglite.listen(CHANNEL, heard.hear);
  return {
    name,
    prisma,
    onNotice: heard.on,
    copyOut: null,
    rows: async <Row>(sql: Prisma.Sql) => {
      await sendingFirst();
      return (await pglite.query<Row>(sql.text, sql.values)).rows;
    },
    copying: (work) => pglite.transaction((tx) => work(copyTransaction(tx))),
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

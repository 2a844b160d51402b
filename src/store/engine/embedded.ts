import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { askerOf } from '../../lanes/asker.ts';
import type { Turnstile } from '../../lanes/turnstile.ts';
import type { Database, Session } from './database.ts';
import { embeddedLanes } from './database-lanes.ts';
import type { DatabasePlace } from './database-url.ts';
import { ExactPGlite } from './exact-pglite.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { type AskDriver, type DriverQuery, type ModelsOver, modelsOver } from './models.ts';
import { CHANNEL, listeners } from './notices.ts';
import { patiently, unhurried } from './patiently.ts';
import { type CopyTransaction, transactionBy } from './transaction.ts';

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

/** What PGlite is told besides: how to give each row, and what to make of its texts. */
function askOf(pglite: Pick<Transaction, 'query'>, before: () => unknown = () => undefined) {
  return async ({ text, values, ...how }: DriverQuery) => {
    await before();
    const result = await pglite.query(text, [...values], how);
    return { ...result, affected: result.affectedRows ?? 0 };
  };
}

function copyTransaction(tx: Transaction, models: ModelsOver, signal: AbortSignal): CopyTransaction {
  return {
    ...transactionBy(
      askOf(tx, () => signal.throwIfAborted()),
      models,
    ),
    copyIn: async (table, rows) => {
      await tx.query(`COPY ${table} FROM '/dev/blob'`, [], { blob: new Blob([rows]) });
    },
  };
}

/** PGlite as far as models need it: what they ask goes another way. */
function askedBy(ask: AskDriver): ExactPGlite {
  return { query: (text: string, values: unknown[], how: object) => ask({ ...how, text, values }) } as ExactPGlite;
}

async function embedded(name: string, pglite: ExactPGlite, lock: FolderLock | null): Promise<EmbeddedDatabase> {
  const models = modelsOver((ask) => new PrismaPGlite(askedBy(ask)));
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
  const asking = (signal = unhurried()) => {
    const ask = askOf(pglite, sendingFirst);
    return transactionBy((query) => inTurn(lanes.answers, signal, () => ask(query)), models);
  };
  return {
    name,
    schema: 'public',
    own: {
      ...transactionBy(askOf(pglite), models),
      transaction: (work) => pglite.transaction((tx) => work(transactionBy(askOf(tx), models))),
    },
    onNotice: heard.on,
    copyOut: null,
    lanes,
    asking,
    rows: (sql, signal) => asking(signal).rows(sql),
    copying: <Result>(work: (tx: CopyTransaction) => Promise<Result>, signal = unhurried()) =>
      inTurn(lanes.writes, signal, () => pglite.transaction((tx) => work(copyTransaction(tx, models, signal)))),
    inSession: (work) => work(session),
    dump: (packing) => pglite.dumpDataDir(packing),
    async close() {
      try {
        await models.close();
        await pglite.close();
      } finally {
        lock?.release();
      }
    },
  };
}

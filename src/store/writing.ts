import type { Database } from './database.ts';
import type { StoredConfig } from './event-store.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import type { CopyTransaction } from './statements.ts';
import { lockConfig } from './stored-config.ts';

/** How long a writer waits for its turn, and how long it may take. */
const MAX_WAIT_MS = 30_000;
const TIMEOUT_MS = 120_000;

export type Transaction = Prisma.TransactionClient;

/**
 * Runs `work` in a transaction that holds the row of the configuration: so of all processes on this database only one
 * writes at a time, none by a configuration that is no longer, and events arrive in the order in which they are numbered.
 */
export async function writing<Result>(
  prisma: PrismaClient,
  work: (tx: Transaction, config: StoredConfig) => Promise<Result>,
): Promise<Result> {
  return inTurn(prisma, () =>
    prisma.$transaction(async (tx) => work(tx, await lockConfig(tx)), { maxWait: MAX_WAIT_MS, timeout: TIMEOUT_MS }),
  );
}

/** The same in a transaction into which rows can be copied. */
export async function copying<Result>(
  database: Pick<Database, 'prisma' | 'copying'>,
  work: (tx: CopyTransaction, config: StoredConfig) => Promise<Result>,
): Promise<Result> {
  return inTurn(database.prisma, () => database.copying(async (tx) => work(tx, await lockConfig(tx)), TIMEOUT_MS));
}

const last = new WeakMap<PrismaClient, Promise<unknown>>();

/** Writers of one process wait for each other here: in the database each would keep a connection from those who read. */
function inTurn<Result>(prisma: PrismaClient, write: () => Promise<Result>): Promise<Result> {
  const turn = (last.get(prisma) ?? Promise.resolve()).then(write, write);
  last.set(prisma, turn);
  return turn;
}

import type { Database } from '../engine/database.ts';
import type { CopyTransaction } from '../engine/transaction.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { lockConfig } from '../rows/stored-config.ts';
import { makeParts } from './make-parts.ts';
import { PartsMissing } from './partitions.ts';

/** Retention may drop what was made before it is written to. */
const MOST_TRIES = 5;

/**
 * Runs `work` in a transaction that holds the row of the configuration: so of all processes on this database only one
 * writes at a time, none by a configuration that is no longer, and events arrive in the order in which they are numbered.
 * Writers of one process wait for each other before that: in the database each would keep a connection from the others.
 * The parts of the table that it needs are made outside of it, and then it is tried again.
 */
export async function writing<Result>(
  database: Pick<Database, 'copying' | 'rows'>,
  work: (tx: CopyTransaction, config: StoredConfig) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.copying(async (tx) => work(tx, await lockConfig(tx)), signal);
    } catch (error) {
      if (!(error instanceof PartsMissing) || tries === MOST_TRIES) throw error;
      await makeParts(database, error.parts, signal);
    }
  }
}

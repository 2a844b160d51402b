import type { Database } from './database.ts';
import type { StoredConfig } from './event-store.ts';
import type { CopyTransaction } from './statements.ts';
import { lockConfig } from './stored-config.ts';

/**
 * Runs `work` in a transaction that holds the row of the configuration: so of all processes on this database only one
 * writes at a time, none by a configuration that is no longer, and events arrive in the order in which they are numbered.
 * Writers of one process wait for each other before that: in the database each would keep a connection from the others.
 */
export async function writing<Result>(
  database: Pick<Database, 'copying'>,
  work: (tx: CopyTransaction, config: StoredConfig) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  return database.copying(async (tx) => work(tx, await lockConfig(tx)), signal);
}

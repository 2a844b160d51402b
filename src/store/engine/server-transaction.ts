import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { StoreFailed } from '../port/event-store.ts';
import { borrow, type Lender } from './borrow.ts';
import type { DriverQuery, ModelsOver } from './models.ts';
import { timeIsUp, timeLeft } from './patiently.ts';
import { timedQuery } from './timed-query.ts';
import { type CopyTransaction, transactionBy } from './transaction.ts';
import { beginning } from './transaction-settings.ts';

const WRITTEN = 'whether it was written is not known';

interface Writing extends Lender {
  readonly models: ModelsOver;
}

/** Runs `work` in a transaction on a server; when it throws, nothing was written, unless it says that this is not known. */
export function serverTransaction<Result>(
  lender: Writing,
  work: (tx: CopyTransaction) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  let isEnding = false;
  const late = () => (isEnding ? undecided() : timeIsUp());
  const run = async (client: pg.PoolClient) => {
    await client.query(beginning(lender.schema));
    const result = await undoing(client, work(transactionOn(client, lender, signal)));
    signal.throwIfAborted();
    isEnding = true;
    await client.query('COMMIT').catch((cause: unknown) => {
      throw cause instanceof pg.DatabaseError ? cause : undecided(cause);
    });
    return result;
  };
  return borrow(lender, signal, run, late);
}

function undecided(cause?: unknown): StoreFailed {
  return new StoreFailed('TIMEOUT', `did not say that it wrote: ${WRITTEN}`, cause);
}

async function undoing<Result>(client: pg.PoolClient, working: Promise<Result>): Promise<Result> {
  try {
    return await working;
  } catch (error) {
    // Where even that fails, the connection is not lent again.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function transactionOn(client: pg.PoolClient, { schema, models }: Writing, signal: AbortSignal): CopyTransaction {
  const ask = async (query: DriverQuery) => {
    signal.throwIfAborted();
    const ms = timeLeft(signal);
    if (ms <= 0) throw timeIsUp();
    return timedQuery(client, query, { schema, ms });
  };
  return {
    ...transactionBy(ask, models),
    copyIn: (table, rows) => finished(client.query(copyFrom(`COPY ${table} FROM STDIN`)).end(rows)),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { askerOf } from '../../lanes/asker.ts';
import type { Turnstile } from '../../lanes/turnstile.ts';
import type { StoreFailed } from '../port/event-store.ts';
import { cancelRequest } from './cancel-request.ts';
import { patiently } from './patiently.ts';

/** How long the server may take to stop what nobody waits for any more, before its connection is given up. */
export const GRACE_MS = 1_000;

/** Connections of a server, who may have one when, and where tables are looked for. */
export interface Lender {
  readonly schema: string;
  readonly pool: pg.Pool;
  readonly turns: Turnstile;
}

/**
 * Lends a connection for some work, in the asker's turn. Who leaves or runs out of time is told so at once. What his
 * connection is doing is stopped in the server meanwhile: only then is it lent again, or ended where it does not stop.
 */
export async function borrow<Result>(
  { pool, turns }: Omit<Lender, 'schema'>,
  signal: AbortSignal,
  work: (client: pg.PoolClient) => Promise<Result>,
  late?: () => StoreFailed,
): Promise<Result> {
  const { who, until } = askerOf(signal);
  const leave = await turns.enter({ who, until, signal });
  const client = await connected(pool, signal, leave);
  let isDone = false;
  const working = work(client).finally(() => {
    isDone = true;
  });
  try {
    return await patiently(signal, working, late);
  } finally {
    void (isDone ? Promise.resolve(isAtRest(client)) : stopped(client, working)).then((isFit) => {
      client.release(!isFit);
      leave();
    });
  }
}

/** A connection that comes when nobody waits for it any more is for somebody else. */
export async function connected(pool: pg.Pool, signal: AbortSignal, leave: () => void): Promise<pg.PoolClient> {
  const connecting = pool.connect();
  try {
    return await patiently(signal, connecting);
  } catch (error) {
    void connecting
      .then(
        (client) => client.release(),
        () => undefined,
      )
      .then(leave);
    throw error;
  }
}

/** Whether it stopped in time, and can be lent again. */
async function stopped(client: pg.PoolClient, working: Promise<unknown>): Promise<boolean> {
  const settled = working.then(
    () => isAtRest(client),
    () => isAtRest(client),
  );
  try {
    await cancelRequest(client, GRACE_MS);
  } catch {
    // It can be stopped no other way.
    return false;
  }
  return Promise.race([settled, sleep(GRACE_MS, false, { ref: false })]);
}

/** In no transaction. */
function isAtRest(client: pg.PoolClient): boolean {
  return client.getTransactionStatus() === 'I';
}

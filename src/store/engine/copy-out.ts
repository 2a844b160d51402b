import { addAbortSignal } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import { askerOf } from '../../lanes/asker.ts';
import { connected, GRACE_MS, type Lender } from './borrow.ts';
import { cancelRequest } from './cancel-request.ts';
import { beginning } from './transaction-settings.ts';

/** On a connection of its own. Where it is left before its end, the server is told to stop and the connection goes. */
export async function* copyOut(
  { pool, turns, schema }: Lender,
  sql: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { who, until } = askerOf(signal);
  const leave = await turns.enter({ who, until, signal });
  const client = await connected(pool, signal, leave);
  let isWhole = false;
  try {
    await client.query(beginning(schema));
    for await (const chunk of addAbortSignal(signal, client.query(copyTo(sql)))) yield chunk as Uint8Array;
    await client.query('COMMIT');
    isWhole = true;
  } finally {
    // It may be far from the next row, and would not notice that nobody is there.
    if (!isWhole) cancelRequest(client, GRACE_MS).catch(() => undefined);
    client.release(!isWhole);
    leave();
  }
}

import { CHANNEL, type Notice } from './notices.ts';
import type { Transaction } from './writing.ts';

/** Told to every process on the database when the transaction commits. */
export async function notify(tx: Pick<Transaction, '$queryRaw'>, notice: Notice): Promise<void> {
  await tx.$queryRaw`SELECT pg_notify(${CHANNEL}, ${notice})::text`;
}

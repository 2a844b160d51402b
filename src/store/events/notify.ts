import { CHANNEL, type Notice } from '../engine/notices.ts';
import type { Statements } from '../sql/statements.ts';

/** Told to every process on the database when the transaction commits. */
export async function notify(tx: Pick<Statements, '$queryRaw'>, notice: Notice): Promise<void> {
  await tx.$queryRaw`SELECT pg_notify(${CHANNEL}, ${notice})::text`;
}

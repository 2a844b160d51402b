import { CHANNEL, type Notice } from '../engine/notices.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';

/** Told to every process on the database when the transaction commits. */
export async function notify(tx: Reads, notice: Notice): Promise<void> {
  await tx.rows(sql`SELECT pg_notify(${CHANNEL}, ${notice})::text`);
}

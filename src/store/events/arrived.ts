import { CHANNEL, type Notice } from '../engine/notices.ts';
import { sql } from '../sql/sql.ts';
import type { Statements } from '../sql/statements.ts';

const EVENTS: Notice = 'events';

/** Events were stored in this transaction: told to everybody when it commits, and their numbers are the newest then. */
export async function arrived(tx: Statements): Promise<void> {
  await tx.rows(sql`
    WITH newest AS (UPDATE audit_config SET last_arrival = currval('audit_event_arrival_seq') WHERE id = 1)
    SELECT pg_notify(${CHANNEL}, ${EVENTS})::text`);
}

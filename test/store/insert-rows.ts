import type { AuditEvent } from '../../src/domain/event.ts';
import type { Database } from '../../src/store/engine/database.ts';
import { ensureParts } from '../../src/store/events/make-parts.ts';
import { insertSql } from '../../src/store/sql/insert.ts';

/** Puts events straight into the table, of whatever source, past all that decides what is stored. */
export async function insertRows(database: Database, events: readonly Required<AuditEvent>[]): Promise<void> {
  await ensureParts(database, events);
  await database.own.execute(insertSql(events));
}

import type { AuditEvent } from '../../domain/event.ts';
import type { Database } from '../engine/database.ts';
import { raw, type Sql } from '../sql/sql.ts';
import { missingParts, type Part } from './partitions.ts';

/** Makes the parts that these events need and that are not there yet. */
export async function ensureParts(
  database: Pick<Database, 'rows'>,
  events: readonly Pick<AuditEvent, 'occurredAt'>[],
): Promise<void> {
  await makeParts(database, await missingParts(database, events));
}

/**
 * Makes parts, unless somebody else made them meanwhile, each in a transaction of its own: nobody waits for it who reads or
 * writes, for a part is made apart and then attached.
 */
export async function makeParts(
  database: Pick<Database, 'rows'>,
  parts: readonly Part[],
  signal?: AbortSignal,
): Promise<void> {
  for (const part of parts) await database.rows(makingSql(part), signal);
}

/** Under the lock that attaching takes anyway: of all processes on the database one makes a part, and then the others see it. */
function makingSql({ name, from, until }: Part): Sql {
  return raw(`
    DO $$
    BEGIN
      LOCK TABLE "audit_event" IN SHARE UPDATE EXCLUSIVE MODE;
      IF to_regclass('"${name}"') IS NULL THEN
        CREATE TABLE "${name}" (LIKE "audit_event" INCLUDING ALL);
        ALTER TABLE "audit_event" ATTACH PARTITION "${name}" FOR VALUES FROM (${from}) TO (${until});
      END IF;
    END
    $$`);
}

import type { SourceKey } from '../../domain/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Transaction } from '../engine/transaction.ts';
import { storeEvents } from '../events/store-events.ts';
import type { CutBack } from '../port/archive-store.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { archiveRow, writeArchive } from '../rows/archive-row.ts';
import { requireHeld } from '../rows/lease.ts';
import { wasCutBack } from '../rules/archive.ts';
import { keeps } from '../rules/keeps.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';

/** It was stored by a run that had read, by then, whatever was dated before: later events are not dated much before it. */
export async function newestStored(db: Reads, source: SourceKey, until: Instant) {
  const [row] = await db.rows<{ occurredAt: Instant; recordedAt: Instant }>(sql`
    SELECT occurred_at::double precision AS "occurredAt", recorded_at::double precision AS "recordedAt"
    FROM audit_event WHERE source = ${source} AND occurred_at <= ${until}::bigint
    ORDER BY occurred_at DESC, id DESC LIMIT 1`);
  return row ? (Math.min(row.occurredAt, row.recordedAt) as Instant) : null;
}

export async function cutBack(tx: Transaction, config: StoredConfig, cut: CutBack): Promise<void> {
  await requireHeld(tx, cut.lease);
  await writeArchive(tx, wasCutBack(await archiveRow(tx, cut.source), cut));
  if (keeps(config)(cut.event)) await storeEvents(tx, [cut.event], cut.now);
}

import type { Instant } from '../../domain/instant.ts';
import { storedInAll } from '../rows/source-counts.ts';
import { cutoffOf, type Retention, surplusOf } from '../rules/retention.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';

/** How many events the retention no longer keeps, if `coming` new ones are stored first. Nothing is changed. */
export async function countExpired(db: Reads, retention: Retention, now: Instant, coming: number): Promise<number> {
  const cutoff = cutoffOf(retention, now);
  const old = cutoff === null ? 0 : await countBefore(db, cutoff);
  return old + surplusOf(retention, (await storedInAll(db)) + coming - old);
}

async function countBefore(db: Reads, cutoff: Instant): Promise<number> {
  const [row] = await db.rows<{ old: number }>(sql`
    SELECT count(*)::double precision AS old FROM audit_event WHERE occurred_at < ${cutoff}::bigint`);
  return row?.old ?? 0;
}

import { sql } from '../sql/sql.ts';
import type { Reads, Statements } from '../sql/statements.ts';

/** So many events were stored, or (negative) removed, of a source. Whoever stores or removes some says so here. */
export async function countIn(tx: Statements, source: string, events: number): Promise<void> {
  if (events === 0) return;
  await tx.execute(sql`
    INSERT INTO stored_source (source, events) VALUES (${source}, ${events}::bigint)
    ON CONFLICT (source) DO UPDATE SET events = stored_source.events + excluded.events`);
}

/** How many events are stored in all. */
export async function storedInAll(tx: Reads): Promise<number> {
  const [row] = await tx.rows<{ events: number }>(sql`
    SELECT coalesce(sum(events), 0)::double precision AS events FROM stored_source`);
  return row?.events ?? 0;
}

import { EARLIEST, type Instant } from '../../domain/instant.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';

/** What the database's clock reads: one for all processes on it. */
export async function databaseNow(db: Reads): Promise<Instant> {
  const [row] = await db.rows<{ at: Instant }>(sql`
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::double precision AS at`);
  return row?.at ?? EARLIEST;
}

import { EARLIEST, type Instant } from '../../domain/instant.ts';
import type { Statements } from '../sql/statements.ts';

/** What the database's clock reads: one for all processes on it. */
export async function databaseNow(db: Pick<Statements, '$queryRaw'>): Promise<Instant> {
  const [row] = await db.$queryRaw<{ at: Instant }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::double precision AS at`;
  return row?.at ?? EARLIEST;
}

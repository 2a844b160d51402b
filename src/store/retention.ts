import type { AuditSettings } from '../domain/audit-settings.ts';
import { DAY, type Instant, plus } from '../domain/instant.ts';
import { Prisma } from './generated/client.ts';
import { storedInAll } from './source-counts.ts';
import type { Statements } from './statements.ts';

export type Retention = Pick<AuditSettings, 'periodDays' | 'records'>;

/** What occurred before is too old to be kept; null: nothing is. */
export function cutoffOf({ periodDays }: Retention, now: Instant): Instant | null {
  return periodDays === 0 ? null : plus(now, -periodDays * DAY);
}

/** How many events the retention no longer keeps, if `coming` new ones are stored first. Nothing is changed. */
export async function countExpired(
  db: Pick<Statements, '$queryRaw'>,
  retention: Retention,
  now: Instant,
  coming: number,
): Promise<number> {
  const cutoff = cutoffOf(retention, now);
  const old = cutoff === null ? 0 : await countBefore(db, cutoff);
  if (retention.records === 0) return old;
  return old + Math.max(0, (await storedInAll(db)) + coming - old - retention.records);
}

async function countBefore(db: Pick<Statements, '$queryRaw'>, cutoff: Instant): Promise<number> {
  const [row] = await db.$queryRaw<{ old: number }[]>(Prisma.sql`
    SELECT count(*)::double precision AS old FROM audit_event WHERE occurred_at < ${cutoff}::bigint`);
  return row?.old ?? 0;
}

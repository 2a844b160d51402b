import type { AuditSettings } from '../domain/audit-settings.ts';
import { DAY, type Instant, plus } from '../domain/instant.ts';
import { Prisma } from './generated/client.ts';
import type { Transaction } from './writing.ts';

type Retention = Pick<AuditSettings, 'periodDays' | 'records'>;

/** Removes what is older than the period, then the oldest of what is more than the number; how many those were. */
export async function removeExpired(tx: Transaction, retention: Retention, now: Instant): Promise<number> {
  const tooOld = await tx.$executeRaw(Prisma.sql`DELETE FROM audit_event WHERE ${isTooOld(retention, now)}`);
  return tooOld + (await removeSurplus(tx, retention));
}

/** How many `removeExpired` would remove if `coming` new events were stored first. Nothing is changed. */
export async function countExpired(
  tx: Transaction,
  retention: Retention,
  now: Instant,
  coming: number,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ all: number; old: number }[]>(Prisma.sql`
    SELECT count(*)::double precision AS "all",
      count(*) FILTER (WHERE ${isTooOld(retention, now)})::double precision AS "old" FROM audit_event`);
  const { all = 0, old = 0 } = row ?? {};
  const surplus = retention.records === 0 ? 0 : Math.max(0, all + coming - old - retention.records);
  return old + surplus;
}

function isTooOld({ periodDays }: Retention, now: Instant): Prisma.Sql {
  if (periodDays === 0) return Prisma.sql`FALSE`;
  return Prisma.sql`occurred_at < ${plus(now, -periodDays * DAY)}::bigint`;
}

async function removeSurplus(tx: Transaction, { records }: Retention): Promise<number> {
  if (records === 0) return 0;
  const [newest] = await tx.$queryRaw<{ occurredAt: number; id: string }[]>(Prisma.sql`
    SELECT occurred_at::double precision AS "occurredAt", id FROM audit_event
    ORDER BY occurred_at DESC, id DESC OFFSET ${records}::int LIMIT 1`);
  if (!newest) return 0;
  return tx.$executeRaw(Prisma.sql`
    DELETE FROM audit_event WHERE (occurred_at, id) <= (${newest.occurredAt}::bigint, ${newest.id}::uuid)`);
}

import type { Instant } from '../../domain/instant.ts';
import { Prisma, type PrismaClient } from '../generated/client.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { FRESH } from '../rules/configuring.ts';
import type { Statements } from '../sql/statements.ts';

const THE_ONE = { id: 1 };

/** Configures a store that is not configured yet. */
export async function ensureConfig(prisma: PrismaClient, now: Instant): Promise<void> {
  await prisma.auditConfig.createMany({
    data: [{ ...THE_ONE, ...FRESH, disabledTypes: [], revision: 1, updatedAt: now, updatedBy: null }],
    skipDuplicates: true,
  });
}

export async function readConfig(db: Pick<Statements, '$queryRaw'>): Promise<StoredConfig> {
  return theOne(await db.$queryRaw<StoredConfig[]>(STORED));
}

/** As `readConfig`; nobody else gets past this before the transaction ends. */
export async function lockConfig(tx: Statements): Promise<StoredConfig> {
  return theOne(await tx.$queryRaw<StoredConfig[]>(Prisma.sql`${STORED} FOR UPDATE`));
}

export async function writeConfig(tx: Statements, config: StoredConfig): Promise<void> {
  const { enabled, periodDays, records, disabledTypes, revision, updatedAt, updatedBy } = config;
  await tx.$executeRaw`
    UPDATE audit_config SET enabled = ${enabled}, period_days = ${periodDays}::integer, records = ${records}::integer,
      disabled_types = ${[...disabledTypes]}::text[], revision = ${revision}::integer, updated_at = ${updatedAt}::bigint,
      updated_by = ${updatedBy}
    WHERE id = ${THE_ONE.id}`;
}

const STORED = Prisma.sql`
  SELECT enabled, period_days AS "periodDays", records, disabled_types AS "disabledTypes", revision,
    updated_at::double precision AS "updatedAt", updated_by AS "updatedBy"
  FROM audit_config WHERE id = ${THE_ONE.id}`;

function theOne([row]: readonly StoredConfig[]): StoredConfig {
  if (row === undefined) throw new Error('expected the store to be configured, but it is not');
  return row;
}

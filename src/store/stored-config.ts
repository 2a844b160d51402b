import type { AuditSettings } from '../domain/audit-settings.ts';
import type { Instant } from '../domain/instant.ts';
import type { StoredConfig } from './event-store.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import type { Statements } from './statements.ts';

const THE_ONE = { id: 1 };

/** What a fresh store is configured to keep: everything. */
export const FRESH: AuditSettings = { enabled: true, periodDays: 0, records: 0, disabledTypes: [] };

/** Configures a store that is not configured yet. */
export async function ensureConfig(prisma: PrismaClient, now: Instant): Promise<void> {
  await prisma.auditConfig.createMany({
    data: [{ ...THE_ONE, ...FRESH, disabledTypes: [], revision: 1, updatedAt: now, updatedBy: null }],
    skipDuplicates: true,
  });
}

export async function readConfig(prisma: Pick<Prisma.TransactionClient, 'auditConfig'>): Promise<StoredConfig> {
  const { enabled, periodDays, records, disabledTypes, revision, updatedAt, updatedBy } =
    await prisma.auditConfig.findUniqueOrThrow({ where: THE_ONE });
  return { enabled, periodDays, records, disabledTypes, revision, updatedAt: Number(updatedAt) as Instant, updatedBy };
}

/** As `readConfig`; nobody else gets past this before the transaction ends. */
export async function lockConfig(tx: Statements): Promise<StoredConfig> {
  const [row] = await tx.$queryRaw<[StoredConfig]>`
    SELECT enabled, period_days AS "periodDays", records, disabled_types AS "disabledTypes", revision,
      updated_at::double precision AS "updatedAt", updated_by AS "updatedBy"
    FROM audit_config WHERE id = 1 FOR UPDATE`;
  return row;
}

export async function writeConfig(prisma: Prisma.TransactionClient, config: StoredConfig): Promise<void> {
  await prisma.auditConfig.update({
    where: THE_ONE,
    data: { ...config, disabledTypes: [...config.disabledTypes], updatedAt: BigInt(config.updatedAt) },
  });
}

import type { Instant } from '../../domain/instant.ts';
import type { ReadingWay, Transaction } from '../engine/transaction.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { FRESH } from '../rules/configuring.ts';
import { sql } from '../sql/sql.ts';

const THE_ONE = { id: 1 };

/** Configures a store that is not configured yet. */
export async function ensureConfig({ models }: ReadingWay, now: Instant): Promise<void> {
  const fresh = { ...THE_ONE, ...FRESH, disabledTypes: [], revision: 1, updatedAt: now, updatedBy: null };
  await models(({ auditConfig }) => auditConfig.createMany({ data: [fresh], skipDuplicates: true }));
}

export async function readConfig({ models }: ReadingWay): Promise<StoredConfig> {
  const row = await models(({ auditConfig }) => auditConfig.findFirst({ where: THE_ONE }));
  const { enabled, periodDays, records, disabledTypes, revision, updatedAt, updatedBy } = configured(row);
  return { enabled, periodDays, records, disabledTypes, revision, updatedAt: Number(updatedAt) as Instant, updatedBy };
}

/** As `readConfig`, by the statement that locks the row, for every write begins so: nobody else gets past this before it ends. */
export async function lockConfig(tx: Transaction): Promise<StoredConfig> {
  const [row] = await tx.rows<StoredConfig>(sql`
    SELECT enabled, period_days AS "periodDays", records, disabled_types AS "disabledTypes", revision,
      updated_at::double precision AS "updatedAt", updated_by AS "updatedBy"
    FROM audit_config WHERE id = ${THE_ONE.id}::int FOR UPDATE`);
  return configured(row ?? null);
}

export async function writeConfig({ models }: Transaction, config: StoredConfig): Promise<void> {
  const data = { ...config, disabledTypes: [...config.disabledTypes] };
  await models(({ auditConfig }) => auditConfig.updateMany({ where: THE_ONE, data }));
}

function configured<Row>(row: Row | null): Row {
  if (row === null) throw new Error('expected the store to be configured, but it is not');
  return row;
}

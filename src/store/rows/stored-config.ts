import type { Instant } from '../../domain/instant.ts';
import type { Reading, Transaction } from '../engine/transaction.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { FRESH } from '../rules/configuring.ts';
import { sql } from '../sql/sql.ts';

const THE_ONE = { id: 1 };

/** Configures a store that is not configured yet. */
export async function ensureConfig({ models }: Reading, now: Instant): Promise<void> {
  const fresh = { ...THE_ONE, ...FRESH, disabledTypes: [], revision: 1, updatedAt: now, updatedBy: null };
  await models(({ auditConfig }) => auditConfig.createMany({ data: [fresh], skipDuplicates: true }));
}

export async function readConfig({ models }: Reading): Promise<StoredConfig> {
  const row = await models(({ auditConfig }) => auditConfig.findFirst({ where: THE_ONE }));
  if (row === null) throw new Error('expected the store to be configured, but it is not');
  const { enabled, periodDays, records, disabledTypes, revision, updatedAt, updatedBy } = row;
  return { enabled, periodDays, records, disabledTypes, revision, updatedAt: Number(updatedAt) as Instant, updatedBy };
}

/** As `readConfig`; nobody else gets past this before the transaction ends. */
export async function lockConfig(tx: Transaction): Promise<StoredConfig> {
  await tx.rows(sql`SELECT FROM audit_config WHERE id = ${THE_ONE.id}::int FOR UPDATE`);
  return readConfig(tx);
}

export async function writeConfig({ models }: Transaction, config: StoredConfig): Promise<void> {
  const data = { ...config, disabledTypes: [...config.disabledTypes] };
  await models(({ auditConfig }) => auditConfig.updateMany({ where: THE_ONE, data }));
}

import type { Instant } from '../../domain/instant.ts';
import type { RecordBatch, RecordResult } from '../port/event-store.ts';
import { answeredAgain, digestOf, REMEMBERED_US, type Remembered, rememberedKey } from '../rules/idempotency.ts';
import type { Statements } from '../sql/statements.ts';

/** What was answered when this key first came; null without a key, and for a new one. */
export async function firstAnswer(tx: Statements, batch: RecordBatch): Promise<RecordResult | null> {
  const key = rememberedKey(batch);
  if (key === null) return null;
  const [known] = await tx.$queryRaw<Remembered[]>`
    SELECT key, digest, recorded, folded, skipped FROM idempotency WHERE key = ${key}`;
  return known === undefined ? null : answeredAgain(known, batch);
}

export async function rememberAnswer(tx: Statements, batch: RecordBatch, result: RecordResult): Promise<void> {
  const key = rememberedKey(batch);
  if (key === null) return;
  const { recorded, folded, skipped } = result;
  await tx.$executeRaw`
    INSERT INTO idempotency (key, digest, recorded, folded, skipped, created_at)
    VALUES (${key}, ${await digestOf(batch)}, ${recorded}::integer, ${folded}::integer, ${skipped}::integer, ${batch.now}::bigint)`;
}

/** Forgets the keys that are old enough. */
export async function forgetKeys(tx: Statements, now: Instant): Promise<void> {
  await tx.$executeRaw`DELETE FROM idempotency WHERE created_at < ${now - REMEMBERED_US}::bigint`;
}

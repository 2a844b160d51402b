import type { Instant } from '../../domain/instant.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { RecordBatch, RecordResult } from '../port/event-store.ts';
import { answeredAgain, digestOf, REMEMBERED_US, rememberedKey } from '../rules/idempotency.ts';

/** What was answered when this key first came; null without a key, and for a new one. */
export async function firstAnswer({ models }: Transaction, batch: RecordBatch): Promise<RecordResult | null> {
  const key = rememberedKey(batch);
  if (key === null) return null;
  const known = await models(({ idempotency }) => idempotency.findFirst({ where: { key } }));
  return known && answeredAgain(known, batch);
}

export async function rememberAnswer({ models }: Transaction, batch: RecordBatch, result: RecordResult): Promise<void> {
  const key = rememberedKey(batch);
  if (key === null) return;
  const data = { key, digest: await digestOf(batch), ...result, createdAt: batch.now };
  await models(({ idempotency }) => idempotency.createMany({ data: [data] }));
}

/** Forgets the keys that are old enough. */
export async function forgetKeys({ models }: Transaction, now: Instant): Promise<void> {
  const old = { createdAt: { lt: now - REMEMBERED_US } };
  await models(({ idempotency }) => idempotency.deleteMany({ where: old }));
}

import type { AuditSettings } from '../../domain/audit-settings.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { RecordBatch, RecordResult } from '../port/event-store.ts';
import { firstAnswer, rememberAnswer } from '../rows/idempotency.ts';
import { keeps } from '../rules/keeps.ts';
import { storeEvents } from './store-events.ts';

/** Stores what the configuration lets through; under an idempotency key seen before, gives the first answer again. */
export async function record(tx: Transaction, config: AuditSettings, batch: RecordBatch): Promise<RecordResult> {
  const known = await firstAnswer(tx, batch);
  if (known) return known;
  const kept = batch.events.filter(keeps(config));
  const result = { ...(await storeEvents(tx, kept, batch.now)), skipped: batch.events.length - kept.length };
  await rememberAnswer(tx, batch, result);
  return result;
}

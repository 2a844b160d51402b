import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.ts';
import { InputError, shown } from '../domain/input-error.ts';
import { DAY, type Instant } from '../domain/instant.ts';
import { breathing } from '../lanes/breath.ts';
import { IdempotencyConflict, type RecordBatch, type RecordResult } from './event-store.ts';
import type { Statements } from './statements.ts';

/** How long an idempotency key is remembered at least. */
export const REMEMBERED_US = DAY;

/** What was answered when this key first came; null without a key, and for a new one. */
export async function firstAnswer(tx: Statements, batch: RecordBatch): Promise<RecordResult | null> {
  const key = batch.idempotencyKey;
  if (key === null) return null;
  if (key.trim() === '') throw new InputError('input.idempotencyKey', 'a text that is not blank', shown(key));
  const [known] = await tx.$queryRaw<(RecordResult & { readonly digest: string })[]>`
    SELECT digest, recorded, folded, skipped FROM idempotency WHERE key = ${hash(key)}`;
  if (known === undefined) return null;
  if (known.digest !== (await digest(batch))) throw new IdempotencyConflict(key);
  return { recorded: known.recorded, folded: known.folded, skipped: known.skipped };
}

export async function rememberAnswer(tx: Statements, batch: RecordBatch, result: RecordResult): Promise<void> {
  const key = batch.idempotencyKey;
  if (key === null) return;
  const { recorded, folded, skipped } = result;
  await tx.$executeRaw`
    INSERT INTO idempotency (key, digest, recorded, folded, skipped, created_at)
    VALUES (${hash(key)}, ${await digest(batch)}, ${recorded}::integer, ${folded}::integer, ${skipped}::integer, ${batch.now}::bigint)`;
}

/** Forgets the keys that are old enough. */
export async function forgetKeys(tx: Statements, now: Instant): Promise<void> {
  await tx.$executeRaw`DELETE FROM idempotency WHERE created_at < ${now - REMEMBERED_US}::bigint`;
}

/** Of the events as they were given: when they are said to have happened "now", that is another time with every try. */
function digest(batch: RecordBatch): Promise<string> {
  const digest = digests.get(batch) ?? digestOf(batch);
  digests.set(batch, digest);
  return digest;
}

const digests = new WeakMap<RecordBatch, Promise<string>>();

/** That of the canonical JSON of the list, told event by event. */
async function digestOf({ events }: RecordBatch): Promise<string> {
  const rest = breathing();
  const told = createHash('sha256').update('[');
  for (const [index, { raw }] of events.entries()) {
    told.update(`${index === 0 ? '' : ','}${canonicalJson(raw)}`);
    await rest();
  }
  return told.update(']').digest('hex');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { DAY } from '../../domain/instant.ts';
import { breathing } from '../../lanes/breath.ts';
import { IdempotencyConflict, type RecordBatch, type RecordResult } from '../port/event-store.ts';

/** How long an idempotency key is remembered at least. */
export const REMEMBERED_US = DAY;

/** What is remembered of a batch that came under a key: of key and events hashes alone. */
export interface Remembered extends RecordResult {
  readonly key: string;
  readonly digest: string;
}

/** Null for a batch without a key. Throws an `InputError` for a blank one. */
export function rememberedKey({ idempotencyKey: key }: RecordBatch): string | null {
  if (key === null) return null;
  if (key.trim() === '') throw new InputError('input.idempotencyKey', 'a text that is not blank', shown(key));
  return hash(key);
}

/** The first answer again. Throws `IdempotencyConflict` where it was given to other events. */
export async function answeredAgain(known: Remembered, batch: RecordBatch): Promise<RecordResult> {
  const { digest, recorded, folded, skipped } = known;
  if (digest !== (await digestOf(batch))) throw new IdempotencyConflict(batch.idempotencyKey ?? '');
  return { recorded, folded, skipped };
}

/** Of the events as they were given: when they are said to have happened "now", that is another time with every try. */
export function digestOf(batch: RecordBatch): Promise<string> {
  const digest = digests.get(batch) ?? digested(batch);
  digests.set(batch, digest);
  return digest;
}

const digests = new WeakMap<RecordBatch, Promise<string>>();

/** That of the canonical JSON of the list, event by event. */
async function digested({ events }: RecordBatch): Promise<string> {
  const rest = breathing();
  const hashing = createHash('sha256').update('[');
  for (const [index, { raw }] of events.entries()) {
    hashing.update(`${index === 0 ? '' : ','}${canonicalJson(raw)}`);
    await rest();
  }
  return hashing.update(']').digest('hex');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { type Instant, instant, SECOND } from '../../domain/instant.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { numberIn } from '../../domain/number-in.ts';

/** Seconds since 1970, whole or not, as a number or in a text; null for anything else. */
export function secondsOf(value: Json | undefined): Instant | null {
  const seconds = numberIn(value);
  return seconds === null ? null : instant(Math.round(seconds * SECOND));
}

/** When an event happened; null for anything that is no record with a readable time. */
export function timestampOf(record: Json): Instant | null {
  return isJsonObject(record) ? secondsOf(record.timestamp) : null;
}

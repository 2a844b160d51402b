import { type Instant, instant, SECOND } from '../../domain/instant.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';

const NUMERIC = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** Seconds since 1970, whole or not, as a number or in a text; null for anything else. */
export function secondsOf(value: Json | undefined): Instant | null {
  const seconds = typeof value === 'string' && NUMERIC.test(value.trim()) ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? instant(Math.round(seconds * SECOND)) : null;
}

/** When an event happened; null for anything that is no record with a readable time. */
export function timestampOf(record: Json): Instant | null {
  return isJsonObject(record) ? secondsOf(record.timestamp) : null;
}

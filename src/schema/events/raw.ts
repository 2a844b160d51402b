import { parseForeignJson } from '../../domain/foreign-json.ts';
import { fromMillis, type Instant, instant, parseRfc3339, SECOND } from '../../domain/instant.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { numberIn, numberReceived } from '../../domain/number-in.ts';

/**
 * Readers of a vendor's record. Records are what vendors send, not what their documents promise: whatever is not of the
 * type asked for is null, and never fails its event.
 */
export function json(record: Json, name: string): Json {
  return isJsonObject(record) && Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}

/** As received: an empty text stays one. */
export function text(record: Json, name: string): string | null {
  const value = json(record, name);
  return typeof value === 'string' ? value : null;
}

/** For ids and values that vendors send as texts or as numbers. */
export function scalarText(record: Json, name: string): string | null {
  const value = json(record, name);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(record, name);
}

export function number(record: Json, name: string): number | null {
  return numberReceived(json(record, name));
}

export function wholeNumber(record: Json, name: string): number | null {
  const value = number(record, name);
  return Number.isSafeInteger(value) ? value : null;
}

export function truth(record: Json, name: string): boolean | null {
  const value = json(record, name);
  return typeof value === 'boolean' ? value : null;
}

export function isoTime(record: Json, name: string): Instant | null {
  const value = text(record, name);
  return value === null ? null : parseRfc3339(value);
}

/** Epoch seconds, perhaps with a fraction, perhaps as a text. */
export function secondsTime(record: Json, name: string): Instant | null {
  const value = numberIn(json(record, name));
  return value === null ? null : instant(Math.round(value * SECOND));
}

/** Epoch milliseconds, perhaps as a text. */
export function millisTime(record: Json, name: string): Instant | null {
  const value = numberIn(json(record, name));
  return value === null ? null : fromMillis(value);
}

/** JSON that the vendor holds in a text, parsed; the text itself where it is none (ZStack cuts long ones off). */
export function embeddedJson(record: Json, name: string): Json {
  const value = json(record, name);
  if (typeof value !== 'string') return value;
  try {
    return parseForeignJson(value);
  } catch {
    return value;
  }
}

import { parseForeignJson } from '../../domain/foreign-json.ts';
import { type Instant, parseRfc3339 } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';

/** A text that is there: neither absent, nor empty, nor anything but a text. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** For ids and codes, which vendors give as texts or as numbers: such a text, or the digits of a number. */
export function textOrDigits(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : textOrNull(value);
}

/** The moment that a text of RFC 3339 tells; null for anything else. */
export function rfc3339OrNull(value: unknown): Instant | null {
  return typeof value === 'string' ? parseRfc3339(value) : null;
}

/** What a text holds where it is JSON, else the text. */
export function jsonOrText(text: string): Json {
  try {
    return parseForeignJson(text);
  } catch {
    return text;
  }
}

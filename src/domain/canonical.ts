import type { Json } from './json.ts';
import { type JsonStyle, writeJson } from './write-json.ts';

/**
 * The one way to write this value, after RFC 8785: no blanks, members in the order of their names' UTF-16 code units, numbers
 * as ECMAScript prints them. However deep a value is nested, it takes no stack. Throws a TypeError for what has no canonical
 * form: a number that is not finite, a text with half of a surrogate pair (`wellFormedJson` leaves none).
 */
export function canonicalJson(value: Json): string {
  return writeJson(value, RFC_8785);
}

const RFC_8785: JsonStyle = { comma: ',', colon: ':', order: (a, b) => (a < b ? -1 : 1), scalar };

const LONE_SURROGATE = /\p{Surrogate}/u;

function scalar(value: string | number | boolean | null): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`canonical JSON: expected a finite number, found ${value}`);
  }
  if (typeof value === 'string' && LONE_SURROGATE.test(value)) {
    throw new TypeError(`canonical JSON: expected well-formed text, found ${JSON.stringify(value.slice(0, 40))}`);
  }
  return JSON.stringify(value);
}

import type { Json } from './json.ts';

/** Still to be written: a value, or punctuation as it is. */
type Piece = { readonly value: Json } | { readonly text: string };

/**
 * The one way to write this value, after RFC 8785: no blanks, members in the order of their names' UTF-16 code units, numbers
 * as ECMAScript prints them. However deep a value is nested, it takes no stack. Throws a TypeError for what has no canonical
 * form: a number that is not finite, a text with half of a surrogate pair (`wellFormedJson` leaves none).
 */
export function canonicalJson(value: Json): string {
  const written: string[] = [];
  const todo: Piece[] = [{ value }];
  for (let piece = todo.pop(); piece !== undefined; piece = todo.pop()) {
    if ('text' in piece) written.push(piece.text);
    else if (typeof piece.value !== 'object' || piece.value === null) written.push(scalar(piece.value));
    else for (const part of partsOf(piece.value).reverse()) todo.push(part);
  }
  return written.join('');
}

function partsOf(value: Exclude<Json, string | number | boolean | null>): Piece[] {
  const comma = (index: number): string => (index === 0 ? '' : ',');
  if (isArray(value)) {
    const items = value.flatMap((item, index): Piece[] => [{ text: comma(index) }, { value: item }]);
    return [{ text: '[' }, ...items, { text: ']' }];
  }
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, member], index): Piece[] => [{ text: `${comma(index)}${scalar(name)}:` }, { value: member }]);
  return [{ text: '{' }, ...members, { text: '}' }];
}

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

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

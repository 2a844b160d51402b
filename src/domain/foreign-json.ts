import { markKept } from './foreign-json/kept-as-text.ts';
import { replacements } from './foreign-json/replacements.ts';
import type { Json } from './json.ts';

export { isExact } from './foreign-json/exact-number.ts';
export { isKeptIn, type KeptAsText, keptAsText, MOST_NAMED } from './foreign-json/kept-as-text.ts';

/** How many objects and lists hold one another in a parsed value, at most. */
export const DEEPEST_FOREIGN = 100;

/**
 * JSON of others, parsed: the one way to read it. A value that cannot be kept as it is becomes its text, just as it was
 * written: a number that no double says (9007199254740993, 1e400, NaN), and what lies deeper than `DEEPEST_FOREIGN` levels.
 * `keptAsText` tells where. So whatever comes after may recurse, and every number is finite. Throws a SyntaxError for what
 * is no JSON; of what lies too deep only the brackets are looked at.
 */
export function parseForeignJson(text: string): Json {
  const replaced = replacements(text, DEEPEST_FOREIGN);
  if (replaced.length === 0) return JSON.parse(text) as Json;
  const pieces: string[] = [];
  let end = 0;
  for (const each of replaced) {
    pieces.push(text.slice(end, each.start), JSON.stringify(text.slice(each.start, each.end)));
    end = each.end;
  }
  pieces.push(text.slice(end));
  const value = JSON.parse(pieces.join('')) as Json;
  for (const { start, end: until, path } of replaced) markKept(value, path, text.slice(start, until));
  return value;
}

/** Null where the text is no JSON. */
export function foreignJsonOrNull(text: string): Json {
  try {
    return parseForeignJson(text);
  } catch {
    return null;
  }
}

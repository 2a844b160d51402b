import { isJsonObject, type Json } from './json.ts';
import { rewriteJson } from './rewrite-json.ts';

const NUL = '\u0000';
const REPLACEMENT = '\uFFFD';
const LONE_SURROGATE = /\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** Whether every store and every client can hold the text: no U+0000 and no half of a surrogate pair in it. */
export function isWellFormed(text: string): boolean {
  return !text.includes(NUL) && !LONE_SURROGATE.test(text);
}

/** The text with U+FFFD for each U+0000 and each half of a surrogate pair. */
export function wellFormed(text: string): string {
  return isWellFormed(text) ? text : text.replaceAll(NUL, REPLACEMENT).replace(LONE_SURROGATES, REPLACEMENT);
}

/** The value with all its texts, names of members included, well-formed; of members then named alike the last one stays. */
export function wellFormedJson(value: Json): Json {
  return rewriteJson(value, (part) => {
    if (typeof part === 'string') return wellFormed(part);
    if (Array.isArray(part)) return [...part];
    return isJsonObject(part)
      ? Object.fromEntries(Object.entries(part).map(([name, member]) => [wellFormed(name), member]))
      : part;
  });
}

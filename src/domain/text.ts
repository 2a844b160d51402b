import { isJsonObject, type Json } from './json.ts';
import { rewriteJson } from './rewrite-json.ts';

const NUL = '\u0000';
const REPLACEMENT = '\uFFFD';
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** Whether every store and every client can hold the text: no U+0000 and no half of a surrogate pair in it. */
export function isWellFormed(text: string): boolean {
  return !text.includes(NUL) && text.isWellFormed();
}

/** The text with U+FFFD for each U+0000 and each half of a surrogate pair. */
export function wellFormed(text: string): string {
  return isWellFormed(text) ? text : text.replaceAll(NUL, REPLACEMENT).replace(LONE_SURROGATES, REPLACEMENT);
}

/** As their code points compare, and their bytes in UTF-8: not as `<` does, by the halves of surrogate pairs. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (x !== y) return raised(x) - raised(y);
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs, which stand for what is past all else, past all else. */
function raised(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** The value with all its texts, names of members included, well-formed; of members then named alike the last one stays. */
export function wellFormedJson(value: Json): Json {
  return isWellFormedJson(value) ? value : rewritten(value);
}

/** Whether all texts in the value are well-formed, names of members included. Most are: looking is cheaper than building anew. */
export function isWellFormedJson(value: Json): boolean {
  const open: Json[] = [value];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (typeof part === 'string') {
      if (!isWellFormed(part)) return false;
    } else if (Array.isArray(part)) {
      for (const item of part as readonly Json[]) open.push(item);
    } else if (isJsonObject(part)) {
      for (const name of Object.keys(part)) {
        if (!isWellFormed(name)) return false;
        open.push(part[name] ?? null);
      }
    }
  }
  return true;
}

function rewritten(value: Json): Json {
  return rewriteJson(value, (part) => {
    if (typeof part === 'string') return wellFormed(part);
    if (Array.isArray(part)) return [...part];
    return isJsonObject(part)
      ? Object.fromEntries(Object.entries(part).map(([name, member]) => [wellFormed(name), member]))
      : part;
  });
}

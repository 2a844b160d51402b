import type { TextEdit } from './text-edit.ts';

/** A JSON string in a text: `end` is past its closing quote, or the text's end when it is `cut`. */
export interface JsonString {
  readonly start: number;
  readonly end: number;
  readonly cut: boolean;
}

/** The string whose opening quote is at `start`. */
export function jsonStringAt(text: string, start: number): JsonString {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    if ((quote - backslashesFrom(text, quote)) % 2 === 0) return { start, end: quote + 1, cut: false };
  }
  return { start, end: text.length, cut: true };
}

/** Where the run of backslashes that ends just before `at` begins. */
export function backslashesFrom(text: string, at: number): number {
  let from = at;
  while (text[from - 1] === '\\') from -= 1;
  return from;
}

const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|[^u])/g;
const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

export interface DecodedString {
  readonly text: string;
  /** The same edit, made where the string was found rather than in `text`. */
  readonly outward: (edit: TextEdit) => TextEdit;
}

/** What the string says. An escape that is none, or cut off, stands for itself. */
export function decodeJsonString(source: string, string: JsonString): DecodedString {
  const first = string.start + 1;
  const body = source.slice(first, string.cut ? string.end : string.end - 1);
  if (!body.includes('\\'))
    return { text: body, outward: (edit) => encoded(edit, edit.start + first, edit.end + first) };
  const pieces: string[] = [];
  /** Of each escape: where it ends in the decoded text and in the source. */
  const decodedEnds = [0];
  const sourceEnds = [first];
  let taken = 0;
  let length = 0;
  for (const { 0: escaped, index } of body.matchAll(ESCAPE)) {
    const character = said(escaped);
    pieces.push(body.slice(taken, index), character);
    length += index - taken + character.length;
    taken = index + escaped.length;
    decodedEnds.push(length);
    sourceEnds.push(first + taken);
  }
  pieces.push(body.slice(taken));
  const inSource = (at: number): number => mapped(decodedEnds, sourceEnds, at);
  return {
    text: pieces.join(''),
    outward: (edit) => encoded(edit, inSource(edit.start), inSource(edit.end)),
  };
}

function encoded({ text }: TextEdit, start: number, end: number): TextEdit {
  return { start, end, text: JSON.stringify(text).slice(1, -1) };
}

function said(escaped: string): string {
  const letter = escaped.slice(1);
  return letter.length === 5 ? String.fromCharCode(Number.parseInt(letter.slice(1), 16)) : (SHORT[letter] ?? letter);
}

/** The place in the source of the place `at` in the decoded text: the last escape before it, and on from there. */
function mapped(decodedEnds: readonly number[], sourceEnds: readonly number[], at: number): number {
  let low = 0;
  let high = decodedEnds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((decodedEnds[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return (sourceEnds[low] ?? 0) + at - (decodedEnds[low] ?? 0);
}

import { REDACTED } from './secret-value.ts';
import { matchFrom } from './sticky.ts';
import type { TextEdit } from './text-edit.ts';

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}?PRIVATE KEY(?: BLOCK)?-----/y;
const END = /-----END [A-Z0-9 ]{0,40}?PRIVATE KEY(?: BLOCK)?-----/g;

/** The edit, if any, that takes away the PEM block of a private key that begins at `start`, to the text's end if it is cut off. */
export function privateKey(text: string, start: number): readonly TextEdit[] {
  const begin = matchFrom(BEGIN, text, start);
  if (begin === null) return [];
  const end = matchFrom(END, text, start + begin[0].length);
  return [{ start, end: end === null ? text.length : end.index + end[0].length, text: REDACTED }];
}

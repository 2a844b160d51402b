import type { Piece } from '../../domain/pattern.ts';

/** Elasticsearch takes no longer one. */
const LONGEST = 1_000;

/** Signs that some engine gives a meaning, and that a class of one takes it from in all of them. */
const CLASSED = /[.?+*|{}()#@&<>~$]/;
/** Signs that engines and query parsers disagree about even so, and what cannot be seen. */
const UNSURE = /[[\]^\\"/\p{C}]/u;

/** A text as a regular expression that means it in RE2 and in Lucene alike, or null where that is not sure. */
export function literal(text: string): string | null {
  if (UNSURE.test(text)) return null;
  return Array.from(text, (sign) => (CLASSED.test(sign) ? `[${sign}]` : sign)).join('');
}

/** As `literal`, for the text in any case of its ASCII letters. */
export function blindToCase(text: string): string | null {
  const sure = literal(text);
  return sure === null
    ? null
    : sure.replace(/[A-Za-z]/g, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}

/** One of several expressions; null where one of them is. */
export function oneOf(parts: readonly (string | null)[]): string | null {
  const sure = parts.filter((part) => part !== null);
  if (sure.length < parts.length || sure.length === 0) return null;
  return bounded(sure.length === 1 ? `${sure[0]}` : `(${sure.join('|')})`);
}

/** The value as a whole: what it means is the same, or more, whether the vendor anchors it or not. */
export function wholeValue(pieces: readonly Piece[]): string | null {
  const parts = pieces.map((piece) => (piece.kind === 'any' ? '.*' : literal(piece.text)));
  return parts.every((part) => part !== null) ? bounded(parts.join('')) : null;
}

function bounded(regex: string): string | null {
  return regex !== '' && regex.length <= LONGEST ? regex : null;
}

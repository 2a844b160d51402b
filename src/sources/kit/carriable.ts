import { z } from 'zod';

/** Whether a header can carry the text: visible signs of Latin-1, blanks and tabs. */
export function fitsHeader(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** Whether a URL can carry the text, percent-encoded: no control characters, no halves of surrogate pairs. */
export function fitsUrl(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

/** A secret, session or the like as it is sent back in a header; `what` it is called where it cannot be. */
export function inHeader(what: string) {
  return z.string().min(1).refine(fitsHeader, `expected a ${what} that a header can carry`);
}

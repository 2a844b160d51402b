/** Whether a header can carry the text: visible signs of Latin-1, blanks and tabs. */
export function fitsHeader(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** Whether a URL can carry the text, percent-encoded: no control characters, no halves of surrogate pairs. */
export function fitsUrl(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

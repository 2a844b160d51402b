import { PROSE_WORDS } from './prose-words.ts';
import { matchFrom, pastMatch } from './sticky.ts';

const PERHAPS_END = /[\s"'`,;&<\\]/g;
/** What ends a value: blanks, a separator before a blank, a quote or the next assignment, a tag. */
const BOUNDARY = /\s|[,;](?:[\s"'`]|$|[\w.-]*[=:])|&[\w.[\]%-]*=|<[/a-zA-Z]|\\{1,9}["'`]/.source;
/** An assigned value may hold a quote, unless it closes; a credential holds none. */
const VALUE_END = new RegExp(`${BOUNDARY}|["'\`](?:[\\s,;:&)}\\]>"'\`]|$)`, 'y');
const CREDENTIAL_END = new RegExp(`${BOUNDARY}|["'\`]`, 'y');
const PARAMETERS = /[\w-]+=(?:"[^"\r\n]*"|[^\s,"=][^\s,"]*)(?:,[ \t]*[\w-]+=(?:"[^"\r\n]*"|[^\s,"]*))*/y;
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

/** Where the unquoted value that begins at `start` ends. Closing brackets that opened before it are not part of it. */
export function valueEnd(text: string, start: number): number {
  return runEnd(text, start, VALUE_END);
}

/** Where what follows a scheme word ends: one word, or parameters such as `username="x", response="y"`. */
export function credentialEnd(text: string, start: number): number {
  return Math.max(runEnd(text, start, CREDENTIAL_END), pastMatch(PARAMETERS, text, start) ?? start);
}

function runEnd(text: string, start: number, endMark: RegExp): number {
  let at = start;
  for (let found = matchFrom(PERHAPS_END, text, at); found !== null; found = matchFrom(PERHAPS_END, text, at)) {
    if (pastMatch(endMark, text, found.index) !== null) return withoutClosing(text, start, found.index);
    at = found.index + 1;
  }
  return withoutClosing(text, start, text.length);
}

function withoutClosing(text: string, start: number, end: number): number {
  if (CLOSING[text[end - 1] ?? ''] === undefined) return end;
  const value = text.slice(start, end);
  const surplus = Object.fromEntries(
    Object.entries(CLOSING).map(([close, open]) => [close, value.split(close).length - value.split(open).length]),
  );
  let last = end;
  for (let close = text[last - 1] ?? ''; last > start && (surplus[close] ?? 0) > 0; close = text[last - 1] ?? '') {
    surplus[close] = (surplus[close] ?? 0) - 1;
    last -= 1;
  }
  return last;
}

const LONGEST_PROSE = 40;
const CHALLENGE = /^(?:realm|error|error_description|error_uri|scope|charset|authorization_uri|resource_metadata)=/i;
const VERSION = /^v?[12](?:\.\d)?[a-z]?$/i;

/**
 * Whether what follows a scheme word is a sentence and no credential: known words (`OAuth login failed`), words
 * outside ASCII, the version of OAuth, or the parameters of a server's challenge (`Basic realm="x"`).
 */
export function isProse(following: string): boolean {
  if (CHALLENGE.test(following) || /^[^\P{L}A-Za-z]/u.test(following)) return true;
  if (following.length > LONGEST_PROSE) return false;
  const bare = following.replace(/[.:!?)\]}>]+$/, '').toLowerCase();
  return bare === '' || VERSION.test(bare) || PROSE_WORDS.has(bare);
}

import { schemePrefix } from './auth-scheme.ts';
import { credentialEnd, valueEnd } from './credential.ts';
import { publicPart } from './dotted-token.ts';
import { jsonSecretEdits } from './json-secret-edits.ts';
import { backslashesFrom } from './json-string.ts';
import { jsonValueEnd } from './json-value-end.ts';
import { normalName } from './secret-names.ts';
import { REDACTED, withoutSecret } from './secret-value.ts';
import { matchFrom, pastMatch } from './sticky.ts';
import type { TextEdit } from './text-edit.ts';

/** What stands between a name and its value, as in `name=`, `"name": `, `name => ` and `user[name] = `. */
const ASSIGNS = /((?:\\{0,8}["'`])?)\]?[ \t]*(=>|:=|={1,3}|:(?!:|\/\/))[ \t]*/y;
const ASSIGNS_IN_JSON = /(")\s*(:)\s*/y;
const STAYS = /(?:null|true|false|None|True|False|undefined)(?![^\s,;&}\])"'`])/y;
const OPENING_QUOTE = /(?:[bB]?[rR]|[rR]?[bB]|[uU])?(\\{0,8}["'`])/y;
const MORE_COOKIES = /(?:;[ \t]*[^\s;=,"'`]+(?:=(?:"[^"\r\n]*"|[^\s;"'`]*))?)*/y;
const LINE = /[^\r\n]*/y;
/** How far the closing bracket of an unquoted `[…]` or `{…}` is looked for. */
const LONGEST_GROUP = 4096;

export interface Assignment {
  /** The quote that closes the name, with the backslashes before it; empty when there is none. */
  readonly quote: string;
  readonly sign: string;
  /** Where the value begins. */
  readonly at: number;
}

/** What follows the name that ends at `end`, if that is the sign of an assignment. */
export function assignmentAfter(text: string, end: number): Assignment | null {
  const found = matchFrom(ASSIGNS_IN_JSON, text, end) ?? matchFrom(ASSIGNS, text, end);
  return found && { quote: found[1] ?? '', sign: found[2] ?? '', at: found.index + found[0].length };
}

/**
 * The edits that take away the value assigned to the secret `name`; `before` is the character before the name, for a quote
 * that opened there also ends the value. A text that is cut off inside a quoted value or a JSON one goes to its end.
 */
export function assignedSecret(
  text: string,
  name: string,
  { quote, sign, at }: Assignment,
  before: string,
): readonly TextEdit[] {
  const first = text[at] ?? '';
  if (first === '' || first === '\r' || first === '\n' || pastMatch(STAYS, text, at) !== null) return [];
  if (quote === '"' && /["{[\d-]/.test(first)) return jsonSecretEdits(text, name, at, jsonValueEnd(text, at));
  const opening = matchFrom(OPENING_QUOTE, text, at);
  if (opening !== null) {
    if (quote === '' && opening[1] === before) return [];
    return quotedSecret(text, name, at + opening[0].length, opening[1] ?? '');
  }
  if (quote !== '' && (first === '{' || first === '[')) {
    return [{ start: at, end: jsonValueEnd(text, at) ?? text.length, text: quote + REDACTED + quote }];
  }
  const scheme = schemePrefix(text.slice(at, at + 64));
  const from = at + scheme.length;
  const openingAfterScheme = scheme === '' ? null : matchFrom(OPENING_QUOTE, text, from);
  if (openingAfterScheme !== null) {
    return quotedSecret(text, name, from + openingAfterScheme[0].length, openingAfterScheme[1] ?? '');
  }
  const end = unquotedEnd(text, name, sign, from, scheme !== '', quote === '' ? before : '');
  if (end <= from) return [];
  if (quote !== '') return [{ start: at, end, text: quote + String(withoutSecret(name, text.slice(at, end))) + quote }];
  return [{ start: from, end, text: (scheme && publicPart(text.slice(from, end))) + REDACTED }];
}

function quotedSecret(text: string, name: string, start: number, quote: string): readonly TextEdit[] {
  const end = closingQuote(text, start, quote);
  if (end === null) return [{ start, end: text.length, text: REDACTED + quote }];
  const value = text.slice(start, end);
  const shown = withoutSecret(name, value);
  return shown === value ? [] : [{ start, end, text: String(shown) }];
}

/** Where the quote stands again that opened before `start`: with no more backslashes than it had, or, if it had none, an even number. */
function closingQuote(text: string, start: number, quote: string): number | null {
  const mark = quote.slice(-1);
  for (let at = text.indexOf(mark, start); at !== -1; at = text.indexOf(mark, at + 1)) {
    const backslashes = at - Math.max(start, backslashesFrom(text, at));
    if (quote.length === 1 ? backslashes % 2 === 0 : backslashes < quote.length)
      return at - (quote.length === 1 ? 0 : backslashes);
  }
  return null;
}

function unquotedEnd(text: string, name: string, sign: string, at: number, hasScheme: boolean, before: string): number {
  if (hasScheme) return credentialEnd(text, at);
  const header = sign === ':' ? normalName(name) : '';
  if (/authorizations?$/.test(header)) {
    const lineEnd = pastMatch(LINE, text, at) ?? at;
    const quote = /["'`]/.test(before) ? text.indexOf(before, at) : -1;
    return quote === -1 ? lineEnd : Math.min(lineEnd, quote);
  }
  const group = /[[{]/.test(text[at] ?? '') ? jsonValueEnd(text.slice(at, at + LONGEST_GROUP), 0) : null;
  const end = valueEnd(text, at + (group ?? 0));
  return end > at && /cookies?$/.test(header) ? (pastMatch(MORE_COOKIES, text, end) ?? end) : end;
}

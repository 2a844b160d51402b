import { credentialEnd, isProse } from './credential.ts';
import { publicPart } from './dotted-token.ts';
import { REDACTED } from './secret-value.ts';
import { matchFrom, pastMatch } from './sticky.ts';
import type { TextEdit } from './text-edit.ts';

/** The scheme words that are looked for anywhere in a text, as they are usually written. Frozen, as ids depend on them. */
export const SHAPE_SCHEMES: readonly string[] = Object.freeze([
  'Basic',
  'Bearer',
  'JWT',
  'OAuth',
  'SignedBearer',
  'Api-Token',
  'APIToken',
]);

const LONGEST_SCHEME = 14;
const SCHEME = new RegExp(`(?:^|[^\\p{L}\\p{N}])(${SHAPE_SCHEMES.join('|')})$`, 'iu');
const ESCAPED_SCHEME = new RegExp(`^[nrt](${SHAPE_SCHEMES.join('|')})$`, 'i');
const MAY_PRECEDE = /[ \t%]/;
const BLANK = /(?:[ \t]|%20)+/y;
const QUOTED = /(["'`])([^\s"'`\\]+)\1/y;
/** What tells a credential from a word after `basic`, which is an everyday word unless it is written `Basic`. */
const UNLIKE_A_WORD = /[\d+/=_|~]|.[A-Z]/;

/** The edit that takes away the credential after the scheme word that ends at `end`; null when there is no such thing. */
export function schemeCredential(text: string, start: number, end: number): TextEdit | null {
  if (!MAY_PRECEDE.test(text[end] ?? '')) return null;
  const word = text.slice(Math.max(start, end - LONGEST_SCHEME), end);
  const found = SCHEME.exec(word) ?? (text[start - 1] === '\\' ? ESCAPED_SCHEME.exec(word) : null);
  const at = found === null ? null : pastMatch(BLANK, text, end);
  if (found === null || at === null) return null;
  const quoted = matchFrom(QUOTED, text, at);
  const from = quoted === null ? at : at + 1;
  const until = quoted === null ? credentialEnd(text, at) : at + quoted[0].length - 1;
  const credential = text.slice(from, until);
  const everyday = found[1]?.toLowerCase() === 'basic' && found[1] !== 'Basic';
  if (isProse(credential) || (everyday && !UNLIKE_A_WORD.test(credential))) return null;
  return { start: from, end: until, text: publicPart(credential) + REDACTED };
}

import { REDACTED } from './secret-value.ts';
import type { TextEdit } from './text-edit.ts';

const JWT_START = 'eyJ';
const JWT_MOST_PARTS = 5;
/** Of two parts only, as a token that is cut off has, the first must be long enough to be a token's header. */
const JWT_SHORTEST_HEADER = 11;
const PLATFORM_TOKEN = /dt0[a-z]\d\d$/i;

/** Of a credential that is a `dt0c01.PUBLIC.SECRET` token what comes before its secret; else nothing. */
export function publicPart(credential: string): string {
  return /^dt0[a-z]\d\d\.[\w-]+\.(?!$)/i.exec(credential)?.[0] ?? '';
}

/** The edits that take JSON Web Tokens and the secrets of `dt0c01.PUBLIC.SECRET` tokens out of a word with dots in it. */
export function dottedTokens(word: string, offset: number): readonly TextEdit[] {
  const parts = word.split('.');
  const starts: number[] = [];
  parts.reduce((start, part) => {
    starts.push(start);
    return start + part.length + 1;
  }, offset);
  const edit = (from: number, skipped: number, to: number): TextEdit => ({
    start: (starts[from] ?? 0) + skipped,
    end: (starts[to] ?? 0) + (parts[to] ?? '').length,
    text: REDACTED,
  });
  return parts.flatMap((part, index) => {
    const header = part.indexOf(JWT_START);
    if (header !== -1 && isToken(part.length - header, parts.slice(index + 1, index + 3))) {
      return [edit(index, header, Math.min(parts.length, index + JWT_MOST_PARTS) - 1)];
    }
    const isPlatformToken = PLATFORM_TOKEN.test(part.slice(-6)) && parts[index + 1] && parts[index + 2];
    return isPlatformToken ? [edit(index + 2, 0, index + 2)] : [];
  });
}

/** A header, a payload, and a signature that may be empty. */
function isToken(headerLength: number, [payload = '', signature]: readonly string[]): boolean {
  return payload !== '' && (signature !== undefined || headerLength >= JWT_SHORTEST_HEADER);
}

import { sourceError } from '../lanes/source-error.ts';

const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, mark: Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
];

/**
 * An answer's bytes as text, without a byte order mark. The mark wins over the declared charset, and the charset over UTF-8.
 * One that nobody knows is taken for UTF-8 where the bytes are that; else a `SourceError` INVALID_RESPONSE.
 */
export function bodyText(bytes: Buffer, contentType: string): string {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => bytes.subarray(0, mark.length).equals(mark));
  if (marked) return decodedAs(marked[0], bytes.subarray(marked[1].length));
  const declared = charsetOf(contentType);
  if (declared === null) return decodedAs('utf-8', bytes);
  const encoding = encodingOf(declared);
  return encoding === null ? undeclared(bytes, declared) : decodedAs(encoding, bytes);
}

/** Bytes that mean nothing in the encoding become U+FFFD. */
function decodedAs(encoding: string, bytes: Buffer): string {
  return encoding === 'utf-8' ? bytes.toString('utf8') : new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

const CHARSET = /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,]*))/i;

/** `text/html; Charset="ISO-8859-1"`: the parameter's value; null where there is none. */
function charsetOf(contentType: string): string | null {
  const found = CHARSET.exec(contentType);
  return (found?.[1] ?? found?.[2] ?? found?.[3])?.trim() || null;
}

/** What the WHATWG calls it (`latin1` is windows-1252, `utf-16` little-endian); null for what it does not know. */
function encodingOf(charset: string): string | null {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return null;
  }
}

const LONGEST_NAME = 40;

function undeclared(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const name = JSON.stringify(charset.slice(0, LONGEST_NAME));
    const message = `expected a text in UTF-8 or in a known charset, but got bytes in neither, declared as ${name}`;
    throw sourceError('INVALID_RESPONSE', message, {}, { cause });
  }
}

import type { Json } from './json.ts';
import { plainNumber } from './plain-number.ts';
import { type JsonStyle, writeJson } from './write-json.ts';

/**
 * The value just as PostgreSQL prints its `jsonb`: a blank after each comma and colon, shorter names of members before
 * longer ones (then by bytes), numbers without exponent. So text that the database prints and text printed here are one.
 */
export function storedJson(value: Json): string {
  return writeJson(value, JSONB);
}

const JSONB: JsonStyle = {
  comma: ', ',
  colon: ': ',
  order: byLength,
  scalar: (value) => (typeof value === 'number' ? plainNumber(value) : JSON.stringify(value)),
};

function byLength(a: string, b: string): number {
  const [bytes, others] = [Buffer.byteLength(a), Buffer.byteLength(b)];
  if (bytes !== others) return bytes - others;
  const isAscii = bytes === a.length && others === b.length;
  return isAscii ? (a < b ? -1 : 1) : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

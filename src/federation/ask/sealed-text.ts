import { createHash } from 'node:crypto';

/** Fields as one opaque text with a checksum, which tells a damaged text from a whole one. No field holds a slash. */
export function seal(fields: readonly (string | number)[]): string {
  const body = fields.join('/');
  return Buffer.from(`${body}/${checksum(body)}`).toString('base64url');
}

/** The fields of a text that `seal` made; null for any other. */
export function unseal(text: string): readonly string[] | null {
  const decoded = Buffer.from(text, 'base64url').toString('utf8');
  if (Buffer.from(decoded).toString('base64url') !== text) return null;
  const end = decoded.lastIndexOf('/');
  if (end < 0) return null;
  const body = decoded.slice(0, end);
  return decoded.slice(end + 1) === checksum(body) ? body.split('/') : null;
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 8);
}

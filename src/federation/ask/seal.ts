import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes opaque texts that only who holds its key can make. */
export interface Seal {
  /** Fields as one text; none of them holds a slash. */
  seal(fields: readonly (string | number)[]): string;
  /** The fields of a text that was sealed with this key; null for any other. */
  unseal(text: string): readonly string[] | null;
}

/** 96 bits: too many to be guessed, few enough for every edge to carry. */
const SIGNATURE_BYTES = 12;

export function sealBy(key: Uint8Array): Seal {
  const signature = (body: string) => createHmac('sha256', key).update(body).digest().subarray(0, SIGNATURE_BYTES);
  return {
    seal(fields) {
      const body = fields.join('/');
      return Buffer.from(`${body}/${signature(body).toString('base64url')}`).toString('base64url');
    },
    unseal(text) {
      const decoded = Buffer.from(text, 'base64url').toString('utf8');
      if (Buffer.from(decoded).toString('base64url') !== text) return null;
      const end = decoded.lastIndexOf('/');
      if (end < 0) return null;
      const body = decoded.slice(0, end);
      const given = Buffer.from(decoded.slice(end + 1));
      const right = Buffer.from(signature(body).toString('base64url'));
      return given.length === right.length && timingSafeEqual(given, right) ? body.split('/') : null;
    },
  };
}

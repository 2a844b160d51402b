import { createHash } from 'node:crypto';
import type { Brand } from './brand.ts';

/** UUID version 8 of SHA-256(source, native key): the same record has the same id, always. Lower case. */
export type EventId = Brand<string, 'EventId'>;

/** Below and above every real id (neither has the version digit of one): the two ends of a tick in the one order. */
export const LOWEST_ID = '00000000-0000-0000-0000-000000000000' as EventId;
export const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff' as EventId;

export function eventId(source: string, nativeKey: string): EventId {
  const hash = createHash('sha256').update(`${source}\n${nativeKey}`).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-') as EventId;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Null for anything that is no lower-case UUID. */
export function parseEventId(text: string): EventId | null {
  return UUID.test(text) ? (text as EventId) : null;
}

import { createHash } from 'node:crypto';
import { parseEventId } from '../domain/event-id.ts';
import { InputError, shown } from '../domain/input-error.ts';
import { EARLIEST, type Instant, LATEST } from '../domain/instant.ts';
import { type Position, place } from '../domain/position.ts';

/** All an opaque cursor holds: one order makes one position enough for every lane. */
export interface Cursor {
  readonly position: Position;
  /** The "now" of the walk it belongs to. */
  readonly asOf: Instant;
  /** Digest of the question it belongs to. */
  readonly question: string;
}

const VERSION = 'v1';

export function encodeCursor({ position, asOf, question }: Cursor): string {
  const body = [VERSION, position.occurredAt, position.id, asOf, question].join('/');
  return Buffer.from(`${body}/${checksum(body)}`).toString('base64url');
}

/** Throws `InputError` for what this gateway has not given out, or has given out for another question. */
export function decodeCursor(text: string, argument: string, question: string): Cursor {
  const cursor = parse(text);
  if (!cursor) throw new InputError(argument, 'a cursor of an earlier page', shown(text));
  if (cursor.question !== question) {
    throw new InputError(argument, 'a cursor of this question (same filter and sort)', 'a cursor of another question');
  }
  return cursor;
}

function parse(text: string): Cursor | null {
  const decoded = Buffer.from(text, 'base64url').toString('utf8');
  if (Buffer.from(decoded).toString('base64url') !== text) return null;
  const body = decoded.slice(0, decoded.lastIndexOf('/'));
  const [version, occurredAt = '', id = '', asOf = '', question = '', sum, ...rest] = decoded.split('/');
  if (version !== VERSION || rest.length > 0 || sum !== checksum(body)) return null;
  const at = parseInstant(occurredAt);
  const now = parseInstant(asOf);
  const event = parseEventId(id);
  return at === null || now === null || !event ? null : { position: place(at, event), asOf: now, question };
}

function parseInstant(text: string): Instant | null {
  if (!/^-?\d{1,17}$/.test(text)) return null;
  const value = Number(text);
  return value >= EARLIEST && value <= LATEST ? (value as Instant) : null;
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 8);
}

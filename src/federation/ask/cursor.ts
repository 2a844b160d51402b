import { parseEventId } from '../../domain/event-id.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { EARLIEST, type Instant, LATEST } from '../../domain/instant.ts';
import { type Position, place } from '../../domain/position.ts';
import { parseArrivalCursor } from './arrival-cursor.ts';
import { seal, unseal } from './sealed-text.ts';

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
  return seal([VERSION, position.occurredAt, position.id, asOf, question]);
}

/** Throws `InputError` for what this gateway has not given out, or has given out for another question. */
export function decodeCursor(text: string, argument: string, question: string): Cursor {
  const cursor = parseCursor(text);
  if (!cursor) {
    const found = parseArrivalCursor(text) === null ? shown(text) : 'a cursor of auditEventAdded';
    throw new InputError(argument, 'a cursor of an earlier page', found);
  }
  if (cursor.question !== question) {
    throw new InputError(argument, 'a cursor of this question (same filter and sort)', 'a cursor of another question');
  }
  return cursor;
}

/** Null for any text but a cursor of `auditEvents`, whatever its question. */
export function parseCursor(text: string): Cursor | null {
  const [version, occurredAt = '', id = '', asOf = '', question = '', ...rest] = unseal(text) ?? [];
  if (version !== VERSION || rest.length > 0) return null;
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

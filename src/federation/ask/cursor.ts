import { parseEventId } from '../../domain/event-id.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { EARLIEST, type Instant, LATEST } from '../../domain/instant.ts';
import { type Position, place } from '../../domain/position.ts';
import { parseArrivalCursor } from './arrival-cursor.ts';
import type { Seal } from './seal.ts';

/** All an opaque cursor holds: one order makes one position enough for every lane. */
export interface Cursor {
  readonly position: Position;
  /** The "now" of the walk it belongs to. */
  readonly asOf: Instant;
  /** Digest of the question it belongs to. */
  readonly question: string;
}

const VERSION = 'v2';

export function encodeCursor({ position, asOf, question }: Cursor, { seal }: Seal): string {
  return seal([VERSION, position.occurredAt, position.id, asOf, question]);
}

/** Throws `InputError` for what no gateway on this database has given out. */
export function decodeCursor(text: string, argument: string, seal: Seal): Cursor {
  const cursor = parseCursor(text, seal);
  if (cursor) return cursor;
  const found = parseArrivalCursor(text, seal) === null ? shown(text) : 'a cursor of auditEventAdded';
  throw new InputError(argument, 'a cursor of an earlier page', found);
}

/** Null for any text but a cursor of `auditEvents`, whatever its question. */
export function parseCursor(text: string, { unseal }: Seal): Cursor | null {
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

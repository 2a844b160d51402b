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
  return seal([VERSION, written(position.value), position.occurredAt, position.id, asOf, question]);
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
  const [version, value = '', occurredAt = '', id = '', asOf = '', question = '', ...rest] = unseal(text) ?? [];
  if (version !== VERSION || rest.length > 0) return null;
  const at = parseInstant(occurredAt);
  const now = parseInstant(asOf);
  const event = parseEventId(id);
  if (at === null || now === null || !event) return null;
  return { position: { ...readValue(value), ...place(at, event) }, asOf: now, question };
}

function parseInstant(text: string): Instant | null {
  if (!/^-?\d{1,17}$/.test(text)) return null;
  const value = Number(text);
  return value >= EARLIEST && value <= LATEST ? (value as Instant) : null;
}

/** What the order's own key sorts by, where it has one, as a text without a slash. */
function written(value: Position['value']): string {
  return value === undefined ? '' : Buffer.from(JSON.stringify(value)).toString('base64url');
}

function readValue(text: string): Pick<Position, 'value'> {
  return text === '' ? {} : { value: JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) };
}

import type { SourceKey } from '../domain/event.ts';
import { parseEventId } from '../domain/event-id.ts';
import { InputError, shown } from '../domain/input-error.ts';
import { EARLIEST, type Instant, LATEST } from '../domain/instant.ts';
import { encodeNodeId } from '../domain/node-id.ts';
import type { EventAddress } from '../federation/gateway.ts';
import { KINDS } from './kinds.ts';

export interface NodeId {
  readonly typename: string;
  /** A source's key, or an event's address. */
  readonly id: string;
}

const NODE_TYPES: readonly string[] = ['Source', ...Object.values(KINDS).map(({ eventType }) => eventType)];
const SOURCE_KEY = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const ADDRESS = /^([^:]+):(0|-?[1-9]\d{0,16}):([^:]+)$/;

/** Throws `InputError` for whatever this API cannot have given out. */
export function decodeNodeId(id: string): { typename: string; id: string } {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const colon = text.indexOf(':');
  const typename = text.slice(0, Math.max(colon, 0));
  const rest = text.slice(colon + 1);
  const ours = NODE_TYPES.includes(typename) && encodeNodeId(typename, rest) === id;
  const sound = typename === 'Source' ? SOURCE_KEY.test(rest) : parseAddress(rest) !== null;
  if (!ours || !sound) throw new InputError('id', 'an id that this API gave out', shown(id));
  return { typename, id: rest };
}

/** Null for anything that `formatAddress` does not write. */
export function parseAddress(text: string): EventAddress | null {
  const [, source = '', micros = '', uuid = ''] = ADDRESS.exec(text) ?? [];
  const occurredAt = Number(micros);
  const id = parseEventId(uuid);
  const sound = SOURCE_KEY.test(source) && occurredAt >= EARLIEST && occurredAt <= LATEST;
  return sound && id !== null ? { source: source as SourceKey, occurredAt: occurredAt as Instant, id } : null;
}

import { InputError, shown } from '../../domain/input-error.ts';
import { OLDEST_FIRST } from '../../domain/order.ts';
import type { Position } from '../../domain/position.ts';
import { parseArrivalCursor } from './arrival-cursor.ts';
import { type Asked, type Asking, ask } from './asked.ts';
import { parseCursor } from './cursor.ts';
import type { FilterInput } from './filter-input.ts';
import type { Seal } from './seal.ts';

/** What a client asks `auditEventAdded`, as GraphQL hands it over. */
export interface FollowArguments {
  readonly filter?: FilterInput | null | undefined;
  readonly after?: string | null | undefined;
}

/** Events to come that can be followed. */
export interface AskedFollowing extends Asked {
  readonly start: Start;
}

/** Where following begins: now, past an arrival, or past the arrival of the event at a place. */
export type Start =
  | { readonly kind: 'now' }
  | { readonly kind: 'arrival'; readonly arrival: number }
  | { readonly kind: 'event'; readonly at: Position };

export interface FollowRules extends Asking {
  readonly seal: Seal;
}

/** Relative times mean those of the moment of subscribing. Throws `InputError`. */
export function askFollowing({ filter, after }: FollowArguments, rules: FollowRules): AskedFollowing {
  const asked = ask(filter, rules, OLDEST_FIRST);
  return { ...asked, start: after === null || after === undefined ? { kind: 'now' } : startOf(after, rules.seal) };
}

/** What `after` takes, in the words of its errors. */
export const FOLLOWED_CURSOR = 'the cursor of an edge of auditEventAdded, or of a stored event of auditEvents';

function startOf(after: string, seal: Seal): Start {
  const arrival = parseArrivalCursor(after, seal);
  if (arrival !== null) return { kind: 'arrival', arrival };
  const cursor = parseCursor(after, seal);
  if (cursor !== null) return { kind: 'event', at: cursor.position };
  throw new InputError('after', FOLLOWED_CURSOR, shown(after));
}

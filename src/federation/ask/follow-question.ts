import type { AuditEvent } from '../../domain/event.ts';
import { EVERYTHING } from '../../domain/filter.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import type { Instant } from '../../domain/instant.ts';
import { compileFilter } from '../../domain/matches.ts';
import { type Position, within } from '../../domain/position.ts';
import { splitWindow } from '../../domain/split-window.ts';
import type { ConnectedSource } from '../connected-source.ts';
import { parseArrivalCursor } from './arrival-cursor.ts';
import { parseCursor } from './cursor.ts';
import type { FilterInput } from './filter-input.ts';
import { readFilter } from './read-filter.ts';

/** What a client asks `auditEventAdded`, as GraphQL hands it over. */
export interface FollowArguments {
  readonly filter?: FilterInput | null | undefined;
  readonly after?: string | null | undefined;
}

/** A question about events to come, every argument checked and resolved. */
export interface FollowQuestion {
  /** Whether an event of the store is one that is asked for. */
  readonly passes: (event: AuditEvent) => boolean;
  readonly start: Start;
}

/** Where following begins: now, past an arrival, or past the arrival of the event at a place. */
export type Start =
  | { readonly kind: 'now' }
  | { readonly kind: 'arrival'; readonly arrival: number }
  | { readonly kind: 'event'; readonly at: Position };

export interface FollowRules {
  readonly sources: readonly ConnectedSource[];
  readonly now: Instant;
}

/**
 * The door into the federation for those who follow. Relative times mean those of the moment of subscribing. Events of
 * sources that are not copied into the store, or no longer are, pass nobody's question. Throws `InputError`.
 */
export function readFollowQuestion({ filter, after }: FollowArguments, { sources, now }: FollowRules): FollowQuestion {
  const { where, window } = splitWindow(filter ? readFilter(filter, { now, sources }) : EVERYTHING);
  const matches = compileFilter(where);
  const archived = new Set(sources.filter(({ mode }) => mode === 'archive').map(({ key }) => key));
  return {
    passes: (event) => archived.has(event.source) && within(event.occurredAt, window) && matches(event),
    start: after === null || after === undefined ? { kind: 'now' } : startOf(after),
  };
}

/** What `after` takes, in the words of its errors. */
export const FOLLOWED_CURSOR = 'the cursor of an edge of auditEventAdded, or of a stored event of auditEvents';

function startOf(after: string): Start {
  const arrival = parseArrivalCursor(after);
  if (arrival !== null) return { kind: 'arrival', arrival };
  const cursor = parseCursor(after);
  if (cursor !== null) return { kind: 'event', at: cursor.position };
  throw new InputError('after', FOLLOWED_CURSOR, shown(after));
}

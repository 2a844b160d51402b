import type { AuditEvent } from '../../domain/event.ts';
import { InputError } from '../../domain/input-error.ts';
import { encodeArrivalCursor } from '../ask/arrival-cursor.ts';
import { type AskedFollowing, FOLLOWED_CURSOR, type Start } from '../ask/asked-following.ts';
import { passing } from '../ask/passing.ts';
import type { Seal } from '../ask/seal.ts';
import type { Edge } from '../gateway.ts';
import type { ArrivalFeed } from './arrival-feed.ts';
import { follow } from './follow.ts';

export interface AddedParts {
  readonly feed: ArrivalFeed;
  readonly seal: Seal;
}

/**
 * The edges of `auditEventAdded`. The place to begin at is known when this resolves. Events of sources that are not copied into
 * the store, or no longer are, are nobody's.
 */
export async function added(
  asked: AskedFollowing,
  { feed, seal }: AddedParts,
  signal: AbortSignal,
): Promise<AsyncIterable<Edge>> {
  const archived = new Set(asked.sources.filter(({ mode }) => mode === 'archive').map(({ key }) => key));
  const matches = passing(asked);
  const passes = (event: AuditEvent) => archived.has(event.source) && matches(event);
  const after = await arrivalAt(asked.start, feed, signal);
  return edges(follow(feed, after, passes, signal), seal);
}

async function arrivalAt(start: Start, feed: ArrivalFeed, signal: AbortSignal): Promise<number> {
  switch (start.kind) {
    case 'now':
      return feed.lastArrival(signal);
    case 'arrival':
      return known(start.arrival, await feed.lastArrival(signal));
    case 'event':
      return stored(await feed.arrivalOf(start.at, signal));
  }
}

/** A number that this store has not reached yet is another store's: to wait for it here would pass over all until then. */
function known(arrival: number, newest: number): number {
  if (arrival <= newest) return arrival;
  throw new InputError('after', FOLLOWED_CURSOR, 'one that is ahead of everything in this store');
}

function stored(arrival: number | null): number {
  if (arrival !== null) return arrival;
  throw new InputError('after', FOLLOWED_CURSOR, 'that of an event which is not in the store');
}

async function* edges(arrivals: ReturnType<typeof follow>, seal: Seal): AsyncGenerator<Edge> {
  for await (const { arrival, event } of arrivals) yield { cursor: encodeArrivalCursor(arrival, seal), event };
}

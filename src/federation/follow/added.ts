import { InputError } from '../../domain/input-error.ts';
import { encodeArrivalCursor } from '../ask/arrival-cursor.ts';
import {
  FOLLOWED_CURSOR,
  type FollowArguments,
  type FollowRules,
  readFollowQuestion,
  type Start,
} from '../ask/follow-question.ts';
import type { Edge } from '../gateway.ts';
import type { ArrivalFeed } from './arrival-feed.ts';
import { follow } from './follow.ts';

export interface AddedParts extends FollowRules {
  readonly feed: ArrivalFeed;
}

/** The edges of `auditEventAdded`. The place to begin at is known when this resolves. */
export async function added(
  args: FollowArguments,
  { feed, ...rules }: AddedParts,
  signal: AbortSignal,
): Promise<AsyncIterable<Edge>> {
  const { passes, start } = readFollowQuestion(args, rules);
  const after = await arrivalAt(start, feed, signal);
  return edges(follow(feed, after, passes, signal));
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

async function* edges(arrivals: ReturnType<typeof follow>): AsyncGenerator<Edge> {
  for await (const { arrival, event } of arrivals) yield { cursor: encodeArrivalCursor(arrival), event };
}

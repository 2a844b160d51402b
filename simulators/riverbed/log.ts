import { firstWhere } from '../kit/sorted.ts';
import { type RiverbedEvent, secondsOf } from './event.ts';

/** The appliance's audit log, oldest first. */
export interface Log {
  readonly events: readonly RiverbedEvent[];
  add(event: RiverbedEvent): void;
  /** The newest event happened again: its count grows. */
  bump(by: number): RiverbedEvent;
  /** Deletes so many of the oldest events; answers how many went. */
  pruneTail(events: number): number;
}

export function log(given: readonly RiverbedEvent[]): Log {
  const events = [...given].sort((one, other) => secondsOf(one) - secondsOf(other));
  return {
    events,
    add: (event) => {
      const at = secondsOf(event);
      events.splice(
        firstWhere(events, (held) => secondsOf(held) > at),
        0,
        event,
      );
    },
    bump: (by) => {
      const newest = events.at(-1);
      if (newest === undefined) throw new Error('Riverbed simulator: there is no event to happen again');
      const grown = { ...newest, count: newest.count + by };
      events[events.length - 1] = grown;
      return grown;
    },
    pruneTail: (count) => events.splice(0, count).length,
  };
}

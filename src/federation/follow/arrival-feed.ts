import type { Arrival, Arrivals } from '../../lanes/arrivals.ts';
import { type Together, together } from '../../lanes/together.ts';

/** The most arrivals that are read at a time, and the most that are held for one follower who does not take them. */
export const BATCH = 200;

/**
 * The arrivals for many followers: the store is listened to once, while there are any, and what several of them ask alike
 * at the same time is read once, for as long as one of them waits for it.
 */
export interface ArrivalFeed extends Pick<Arrivals, 'lastArrival' | 'arrivalOf'> {
  /** From now on, until the result is called or the signal aborts, `heard` is right. */
  listen(signal: AbortSignal): () => void;
  /** Rises whenever something may have arrived. Whoever keeps it from before a read misses nothing that the read missed. */
  heard(): number;
  /** The next batch past this number; less than `BATCH` of them only when there were no more. */
  read(arrival: number, signal: AbortSignal): Promise<readonly Arrival[]>;
  /** Resolves as soon as `heard` is no longer this, or the signal aborts. */
  news(heard: number, signal: AbortSignal): Promise<void>;
}

export function arrivalFeed(arrivals: Arrivals): ArrivalFeed {
  const reads = new Map<string, Together<readonly Arrival[]>>();
  const waiting = new Set<() => void>();
  const followers = new Set<() => void>();
  let version = 0;
  let stopListening = () => {};

  const ring = () => {
    version += 1;
    for (const wake of [...waiting]) wake();
  };

  return {
    lastArrival: arrivals.lastArrival,
    arrivalOf: arrivals.arrivalOf,
    listen(signal) {
      const leave = () => {
        signal.removeEventListener('abort', leave);
        if (followers.delete(leave) && followers.size === 0) stopListening();
      };
      if (signal.aborted) return leave;
      if (followers.size === 0) {
        stopListening = arrivals.onArrival(ring);
        ring();
      }
      followers.add(leave);
      signal.addEventListener('abort', leave);
      return leave;
    },
    heard: () => version,
    /** Shared only by those who have heard the same: a read that began before the last news may know nothing of it. */
    read(arrival, signal) {
      const key = `${version}/${arrival}`;
      const known = reads.get(key);
      if (known) return known.join(signal);
      const forget = () => {
        if (reads.get(key) === begun) reads.delete(key);
      };
      const begun = together((left) => arrivals.arrivedAfter(arrival, BATCH, left).finally(forget), forget);
      reads.set(key, begun);
      return begun.join(signal);
    },
    news: (heard, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (version !== heard || signal.aborted) return resolve();
        waiting.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
}

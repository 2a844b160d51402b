/** Who asks something of the store, and for how long. It travels with the signal that ends the asking. */
export interface Asker {
  /** Askers are served in turn, however much each of them asks at once. */
  readonly who: object | string;
  readonly lane: AskerLane;
  /** When nobody waits for it any more, by `performance.now()`; null: no clock ends it. */
  readonly until: number | null;
}

/** Each kind of asker has a bounded number of statements of its own in the database, so that none starves behind another. */
export type AskerLane = 'answers' | 'exports' | 'subscriptions' | 'looks';

const askers = new WeakMap<AbortSignal, Asker>();

/** The same signal, which from now on says who asks. */
export function onBehalfOf(signal: AbortSignal, asker: Asker): AbortSignal {
  askers.set(signal, asker);
  return signal;
}

/** Who nobody said anything of asks for an answer, as long as the signal lets it. */
export function askerOf(signal: AbortSignal): Asker {
  return askers.get(signal) ?? { who: signal, lane: 'answers', until: null };
}

/** Aborts when the asker's own signal does, or this work is done with. */
export function untilEither(asking: AbortSignal, work: AbortSignal): AbortSignal {
  return onBehalfOf(AbortSignal.any([asking, work]), askerOf(asking));
}

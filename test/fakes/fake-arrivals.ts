import type { AuditEvent } from '../../src/domain/event.ts';
import type { Arrival, Arrivals } from '../../src/lanes/arrivals.ts';

export interface FakeArrivals extends Arrivals {
  /** An event reaches the store: its number, which leaves some out. The listeners hear of it. */
  arrive(event: AuditEvent): number;
  /** The listeners are called for nothing. */
  ring(): void;
  /** An event is pruned. */
  remove(event: AuditEvent): void;
  /** How many listen now. */
  listeners(): number;
  /** The numbers past which was read, in order. */
  readonly reads: readonly number[];
  /** Those of them that were left by all who waited for them. */
  readonly left: readonly number[];
}

export interface FakeArrivalsOptions {
  /** How many numbers are left out before the next arrival. */
  readonly holes?: () => number;
  /** Awaited after a read knows its answer and before it gives it. */
  readonly delay?: () => Promise<void>;
}

/** A store in memory as far as those see it who follow it: as strict as a database about what it is asked. */
export function fakeArrivals({ holes = () => 0, delay = async () => {} }: FakeArrivalsOptions = {}): FakeArrivals {
  const stored: Arrival[] = [];
  const listening = new Set<{ readonly heard: () => void }>();
  const reads: number[] = [];
  const left: number[] = [];
  let last = 0;
  const ring = () => {
    for (const { heard } of [...listening]) heard();
  };
  return {
    reads,
    left,
    ring,
    listeners: () => listening.size,
    arrive(event) {
      last += 1 + holes();
      stored.push({ arrival: last, event });
      ring();
      return last;
    },
    remove(event) {
      stored.splice(0, stored.length, ...stored.filter((each) => each.event.id !== event.id));
    },
    async lastArrival() {
      return last;
    },
    async arrivedAfter(arrival, limit, signal) {
      if (!Number.isSafeInteger(arrival) || arrival < 0) throw new Error(`arrival: expected a number, got ${arrival}`);
      if (!Number.isSafeInteger(limit) || limit < 1) throw new Error(`limit: expected a number, got ${limit}`);
      reads.push(arrival);
      signal.addEventListener('abort', () => left.push(arrival));
      const answer = stored.filter((each) => each.arrival > arrival).slice(0, limit);
      await delay();
      return answer;
    },
    async arrivalOf(at) {
      const found = stored.find(({ event }) => event.id === at.id && event.occurredAt === at.occurredAt);
      return found?.arrival ?? null;
    },
    onArrival(heard) {
      const listener = { heard };
      listening.add(listener);
      return () => {
        if (!listening.delete(listener)) throw new Error('expected a listener to be let go of once');
      };
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { percentile, rounded, timed } from '../statistics.ts';

/** Asks the same every so often, each time on time whether or not the answer before is there; notes how long each took. */
export interface Probe {
  /** From now on times are noted under this name. */
  during(phase: string): void;
  stop(): Promise<ReadonlyMap<string, readonly number[]>>;
}

export function startProbe(ask: () => Promise<unknown>, everyMs: number): Probe {
  const taken = new Map<string, number[]>();
  const running = new Set<Promise<void>>();
  let phase = '';
  let stopped = false;
  const note = async (began: string) => {
    const took = await timed(ask);
    const times = taken.get(began) ?? [];
    times.push(took);
    taken.set(began, times);
  };
  const keepAsking = async () => {
    for (let due = performance.now(); !stopped; due += everyMs) {
      await sleep(Math.max(0, due - performance.now()));
      const asked: Promise<void> = note(phase).finally(() => running.delete(asked));
      running.add(asked);
    }
    await Promise.all(running);
  };
  const done = keepAsking();
  return {
    during(name) {
      phase = name;
    },
    async stop() {
      stopped = true;
      await done;
      return taken;
    },
  };
}

export function p99(times: readonly number[] | undefined): number {
  return rounded(percentile(times ?? [], 0.99));
}

/** Something to wait for that may ring at any time, also while nobody waits: then the next one to wait does not. */
export interface Alarm {
  ring(): void;
  /** Until it rings, so many milliseconds are over, or the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Timers know no longer wait. */
const LONGEST_MS = 2 ** 31 - 1;

export function alarm(): Alarm {
  let rung = false;
  let wake: () => void = () => {};
  return {
    ring() {
      rung = true;
      wake();
    },
    async wait(ms, signal) {
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(done, Math.min(Math.max(0, ms), LONGEST_MS));
          function done() {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            wake = () => {};
            resolve();
          }
          signal.addEventListener('abort', done, { once: true });
          wake = done;
        });
      }
      rung = false;
    },
  };
}

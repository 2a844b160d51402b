import { race } from './race.ts';

/** Work that several wait for. Who leaves ends nothing for the others; the last one to leave ends the work. */
export interface Together<Result> {
  join(signal: AbortSignal): Promise<Result>;
}

/** Begins with the first who joins. `abandoned` is called when the last one has left, before the work hears of it. */
export function together<Result>(
  begin: (signal: AbortSignal) => Promise<Result>,
  abandoned: () => void,
): Together<Result> {
  const controller = new AbortController();
  let waiting = 0;
  let settled = false;
  let result: Promise<Result> | null = null;

  function start(): Promise<Result> {
    const settle = () => {
      settled = true;
    };
    const started = begin(controller.signal);
    started.then(settle, settle);
    return started;
  }

  return {
    async join(signal) {
      signal.throwIfAborted();
      waiting += 1;
      result ??= start();
      try {
        return await race(result, signal);
      } finally {
        waiting -= 1;
        if (waiting === 0 && !settled) {
          abandoned();
          controller.abort(signal.reason);
        }
      }
    },
  };
}

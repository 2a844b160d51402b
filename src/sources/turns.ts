import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { problem, SourceError } from '../lanes/source-error.ts';
import { NotSent } from './not-sent.ts';
import { sleep } from './sleep.ts';
import type { Transport } from './transport.ts';

export interface TurnLimits {
  /** Requests under way at once, and begun per second; null: no limit. */
  readonly maxConcurrent: number | null;
  readonly requestsPerSecond: number | null;
  /** Requests that may wait for their turn. */
  readonly maxQueued: number;
}

/** Requests begin in the order in which they come, as many as allowed. Who leaves the queue takes no turn from others. */
export function takingTurns(inner: Transport, limits: TurnLimits): Transport {
  const room = bulkhead(limits.maxConcurrent ?? Number.MAX_SAFE_INTEGER, limits.maxQueued);
  const pace = paced(limits);
  return {
    ...inner,
    send: (request, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => reject(left(signal.reason));
        if (signal.aborted) return leave();
        signal.addEventListener('abort', leave, { once: true });
        const begin = async () => {
          await pace(signal);
          signal.throwIfAborted();
          signal.removeEventListener('abort', leave);
          return inner.send(request, signal);
        };
        room.execute(begin).then(resolve, (error: unknown) => {
          signal.removeEventListener('abort', leave);
          reject(error instanceof BulkheadRejectedError ? full(limits) : error);
        });
      }),
  };
}

/** Waits until the next request may begin: evenly spaced, never faster than asked. */
function paced({ requestsPerSecond, maxQueued }: TurnLimits): (signal: AbortSignal) => Promise<void> {
  if (requestsPerSecond === null) return async () => {};
  const line: BulkheadPolicy = bulkhead(1, maxQueued);
  let free = 0;
  return (signal) =>
    line.execute(async () => {
      const waitMs = free - performance.now();
      if (waitMs > 0) await sleep(waitMs, signal);
      free = performance.now() + 1000 / requestsPerSecond;
    });
}

function left(reason: unknown): unknown {
  if (!(reason instanceof SourceError)) return reason;
  return new NotSent({
    ...reason.problem,
    message: `${reason.problem.message}: the request still waited for its turn`,
  });
}

function full({ maxQueued }: TurnLimits): NotSent {
  const message = `expected at most ${maxQueued} requests to wait for their turn, but so many already do`;
  return new NotSent(problem('RATE_LIMITED', message));
}

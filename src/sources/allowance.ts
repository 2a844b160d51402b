import { type Problem, problem, sourceError } from '../lanes/source-error.ts';

/** What one lane may cost: time and records. */
export interface Allowance {
  /** Aborts when the time is over or nobody wants the answer any more. */
  readonly signal: AbortSignal;
  /** Runs one request and remembers how long it took. */
  time<Result>(request: () => Promise<Result>): Promise<Result>;
  /**
   * Why no further request should be sent, though the source answers well: the records are read, or what is left of the
   * time would likely not suffice for one more request. Null: go on.
   */
  spent(scanned: number): Problem | null;
  close(): void;
}

export function allowance(timeoutMs: number, maxScan: number, outer: AbortSignal): Allowance {
  const over = sourceError('TIMEOUT', `expected an answer within ${timeoutMs} ms, but none came`);
  const controller = new AbortController();
  const started = performance.now();
  const timer = setTimeout(() => controller.abort(over), timeoutMs);
  const leave = () => controller.abort(outer.reason);
  if (outer.aborted) leave();
  outer.addEventListener('abort', leave, { once: true });
  let slowestMs = 0;

  return {
    signal: controller.signal,
    async time(request) {
      const begun = performance.now();
      const result = await request();
      slowestMs = Math.max(slowestMs, performance.now() - begun);
      return result;
    },
    spent(scanned) {
      if (scanned >= maxScan)
        return problem('SCAN_LIMIT', `read ${scanned} records for one page; the limit is ${maxScan}`);
      const leftMs = timeoutMs - (performance.now() - started);
      if (slowestMs > 0 && leftMs < 2 * slowestMs) {
        return problem('TIMEOUT', `used up the ${timeoutMs} ms for one page while the source still answered`);
      }
      return null;
    },
    close() {
      clearTimeout(timer);
      outer.removeEventListener('abort', leave);
    },
  };
}

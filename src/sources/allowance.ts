import { type Problem, problem } from '../lanes/source-error.ts';
import { deadline } from './deadline.ts';

/** What one lane may cost: time and records. */
export interface Allowance {
  /** Aborts when the time is over or nobody wants the answer any more. */
  readonly signal: AbortSignal;
  /** Milliseconds until the time is over. */
  leftMs(): number;
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
  const time = deadline(timeoutMs, outer);
  let slowestMs = 0;

  return {
    signal: time.signal,
    leftMs: time.leftMs,
    async time(request) {
      const begun = performance.now();
      const result = await request();
      slowestMs = Math.max(slowestMs, performance.now() - begun);
      return result;
    },
    spent(scanned) {
      if (scanned >= maxScan)
        return problem('SCAN_LIMIT', `read ${scanned} records for one page; the limit is ${maxScan}`);
      if (slowestMs > 0 && time.leftMs() < 2 * slowestMs) {
        return problem('TIMEOUT', `used up the ${timeoutMs} ms for one page while the source still answered`);
      }
      return null;
    },
    close: time.close,
  };
}

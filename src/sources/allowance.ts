import { type Problem, problem } from '../lanes/source-error.ts';
import { type Deadline, deadline } from './deadline.ts';

/** What one lane may cost: time and records. */
export interface Allowance {
  /** Runs one request within the time that is left, and remembers how long it took. */
  time<Result>(request: (time: Time) => Promise<Result>): Promise<Result>;
  /**
   * Why no further request should be sent, though the source answers well: the records are read, or what is left of the
   * time would likely not suffice for one more request. Null: go on.
   */
  spent(scanned: number): Problem | null;
  close(): void;
}

/** Until when an answer is waited for: the signal aborts then, and when nobody wants the answer any more. */
export type Time = Pick<Deadline, 'signal' | 'leftMs'>;

/** For whoever reads all there is: each request has the time to itself, and records are not counted. */
export function allowanceByPage(timeoutMs: number, outer: AbortSignal): Allowance {
  return {
    async time(request) {
      const time = deadline(timeoutMs, outer);
      try {
        return await request(time);
      } finally {
        time.close();
      }
    },
    spent: () => null,
    close: () => {},
  };
}

export function allowance(timeoutMs: number, maxScan: number, outer: AbortSignal): Allowance {
  const time = deadline(timeoutMs, outer);
  let slowestMs = 0;

  return {
    async time(request) {
      const begun = performance.now();
      const result = await request(time);
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

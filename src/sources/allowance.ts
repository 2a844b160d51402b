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
}

/** Until when an answer is waited for: the signal aborts then, and when nobody wants the answer any more. */
export type Time = Pick<Deadline, 'signal' | 'leftMs'>;

export interface AllowanceLimits {
  /** All that one answer waits for the source: the time in which requests of its lane are under way. */
  readonly timeoutMs: number;
  /** How long the lane may stay open in all, whoever is waited for meanwhile; left out: no such bound. */
  readonly answerMs?: number | undefined;
  readonly maxScan: number;
  /** Milliseconds of a clock that never jumps; left out: the process's own. */
  readonly nowMs?: (() => number) | undefined;
}

/** For whoever reads all there is: each request has the time to itself, and records are not counted. */
export function allowanceByPage(timeoutMs: number, outer: AbortSignal): Allowance {
  return {
    time: (request) => within(deadline(timeoutMs, outer), request),
    spent: () => null,
  };
}

/** For one answer. While the lane asks nothing its time stands still: it is another source that is waited for. */
export function allowance(limits: AllowanceLimits, outer: AbortSignal): Allowance {
  const { timeoutMs, answerMs = Number.POSITIVE_INFINITY, maxScan, nowMs = () => performance.now() } = limits;
  const openedAt = nowMs();
  const asking = busyTime(nowMs);
  let slowestMs = 0;
  const ownMs = () => timeoutMs - asking.totalMs();
  const sharedMs = () => answerMs - (nowMs() - openedAt);
  const leftMs = () => Math.max(0, Math.min(ownMs(), sharedMs()));

  return {
    async time(request) {
      const begun = nowMs();
      const rest = deadline(leftMs(), outer, sharedMs() < ownMs() ? answerMs : timeoutMs);
      const done = asking.begin();
      try {
        const result = await within(rest, request);
        slowestMs = Math.max(slowestMs, nowMs() - begun);
        return result;
      } finally {
        done();
      }
    },
    spent(scanned) {
      if (scanned >= maxScan)
        return problem('SCAN_LIMIT', `read ${scanned} records for one page; the limit is ${maxScan}`);
      if (slowestMs > 0 && leftMs() < 2 * slowestMs) {
        return problem('TIMEOUT', `used up the ${timeoutMs} ms for one page while the source still answered`);
      }
      return null;
    },
  };
}

async function within<Result>(time: Deadline, request: (time: Time) => Promise<Result>): Promise<Result> {
  try {
    return await request(time);
  } finally {
    time.close();
  }
}

/** The time in which something is under way; what goes on at the same time counts once. */
function busyTime(nowMs: () => number) {
  let before = 0;
  let since = 0;
  let underWay = 0;
  const totalMs = () => (underWay === 0 ? before : before + nowMs() - since);
  return {
    totalMs,
    begin() {
      if (underWay === 0) since = nowMs();
      underWay += 1;
      return () => {
        before = totalMs();
        since = nowMs();
        underWay -= 1;
      };
    },
  };
}

import type { Asker } from '../../src/sources/asker.ts';

export interface AnAsker extends Asker {
  readonly leave: (reason: unknown) => void;
  readonly requests: () => number;
  readonly failures: readonly string[];
}

/** Somebody who waits as long as told, counts the requests made for it, and may leave. */
export function anAsker(leftMs = 10_000): AnAsker {
  const controller = new AbortController();
  const failures: string[] = [];
  let requests = 0;
  return {
    signal: controller.signal,
    leftMs: () => leftMs,
    sent: () => {
      requests += 1;
    },
    failed: (error) => failures.push(error.problem.code),
    leave: (reason) => controller.abort(reason),
    requests: () => requests,
    failures,
  };
}

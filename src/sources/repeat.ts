import { SourceError } from '../lanes/source-error.ts';
import type { Asker } from './asker.ts';
import { sleep } from './sleep.ts';

/** Makes a request, again where it fails in a way that `mayRepeat` accepts; throws its last failure. */
export type Repeat = <Result>(
  attempt: () => Promise<Result>,
  asker: Pick<Asker, 'signal' | 'leftMs' | 'failed'>,
  mayRepeat: (error: SourceError) => boolean,
) => Promise<Result>;

export interface RepeatPolicy {
  /** Repeats at most, besides the first try. */
  readonly repeats: number;
  /** The first pause is anything up to `baseMs`, each one after it up to twice as much, never more than `capMs`. */
  readonly baseMs: number;
  readonly capMs: number;
  /** At least 0, less than 1. */
  readonly random: () => number;
}

export const once: Repeat = (attempt) => attempt();

/** Pauses with full jitter, and at least as long as the vendor asks. A repeat that would come too late is not waited for. */
export function repeating({ repeats, baseMs, capMs, random }: RepeatPolicy): Repeat {
  return async (attempt, asker, mayRepeat) => {
    for (let repeated = 0; ; repeated += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof SourceError) || asker.signal.aborted) throw error;
        if (repeated >= repeats || !mayRepeat(error)) throw error;
        const pauseMs = Math.max(random() * Math.min(capMs, baseMs * 2 ** repeated), error.problem.retryAfterMs ?? 0);
        if (pauseMs >= asker.leftMs()) throw error;
        asker.failed?.(error);
        await sleep(pauseMs, asker.signal);
      }
    }
  };
}

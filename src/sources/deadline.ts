import { sourceError } from '../lanes/source-error.ts';

/** A time that ends. It must be closed when it is not needed any more. */
export interface Deadline {
  /** Aborts with a `SourceError` TIMEOUT when the time is over, or when and for what reason the outer signal does. */
  readonly signal: AbortSignal;
  /** Never negative. */
  leftMs(): number;
  close(): void;
}

/** `told`: the time that the error speaks of, where this one is but the rest of it. */
export function deadline(timeoutMs: number, outer: AbortSignal | null = null, told = timeoutMs): Deadline {
  const controller = new AbortController();
  const endsAt = performance.now() + timeoutMs;
  const end = () => controller.abort(sourceError('TIMEOUT', `expected an answer within ${told} ms, but none came`));
  const leave = () => controller.abort(outer?.reason);
  const timer = setTimeout(end, timeoutMs);
  if (outer?.aborted) leave();
  outer?.addEventListener('abort', leave, { once: true });
  return {
    signal: controller.signal,
    leftMs: () => Math.max(0, endsAt - performance.now()),
    close() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', leave);
    },
  };
}

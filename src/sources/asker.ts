import type { SourceError } from '../lanes/source-error.ts';

/** Who waits for an answer. */
export interface Asker {
  /** Aborts when the answer is of no use any more, for the reason that the asker is to be told. */
  readonly signal: AbortSignal;
  /** Milliseconds until it is of no use. */
  leftMs(): number;
  /** Hears of every data request that is made for it, repeats included. */
  sent(): void;
  /** Hears why a request failed that will be repeated. */
  failed?(error: SourceError): void;
}

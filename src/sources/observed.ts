import { SourceError } from '../lanes/source-error.ts';
import type { Transport } from './transport.ts';

/** Tells of every request that is really sent: `ok`, `HTTP_503`, or a problem's code, and how long it took. */
export function observed(inner: Transport, hear: (outcome: string, seconds: number) => void): Transport {
  return {
    ...inner,
    async send(request, signal) {
      const started = performance.now();
      const done = (outcome: string) => hear(outcome, (performance.now() - started) / 1000);
      try {
        const response = await inner.send(request, signal);
        done(response.status < 400 ? 'ok' : `HTTP_${response.status}`);
        return response;
      } catch (error) {
        done(error instanceof SourceError ? error.problem.code : 'ABORTED');
        throw error;
      }
    },
  };
}

import { deadline } from './deadline.ts';
import type { Transport } from './transport.ts';

/** No single request takes longer than this, from its first byte to the last one of its answer: then it is a TIMEOUT. */
export function bounded(inner: Transport, timeoutMs: number): Transport {
  return {
    ...inner,
    async send(request, signal) {
      const limit = deadline(timeoutMs, signal);
      try {
        return await inner.send(request, limit.signal);
      } finally {
        limit.close();
      }
    },
  };
}

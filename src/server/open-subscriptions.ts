import type { ServerResponse } from 'node:http';
import { Busy } from '../lanes/turnstile.ts';
import type { HttpBounds } from './http-bounds.ts';
import type { Metrics } from './metrics.ts';
import { GatewayStopping, ReaderStoodStill, type RequestEnd } from './request-timeout.ts';
import { watchReader } from './watch-reader.ts';

/** How long a subscription's client may take to read what it has been sent, once the gateway stops. */
const GRACE_MS = 1_000;

/** The subscriptions that are open: no clock ends them, but their client and the gateway's stopping do. */
export interface OpenSubscriptions {
  /** Once the gateway stops, what is added is completed at once. Throws `Busy` where there are too many. */
  add(response: ServerResponse, end: RequestEnd): void;
  /** Each is told that it is complete; a client that does not read that is cut off. */
  complete(): void;
}

export function openSubscriptions(
  metrics: Pick<Metrics, 'subscriptions' | 'stoodStill'>,
  { maxSubscriptions, readerTimeoutMs }: Pick<HttpBounds, 'maxSubscriptions' | 'readerTimeoutMs'>,
): OpenSubscriptions {
  const open = new Map<ServerResponse, RequestEnd>();
  let stopping = false;

  const complete = (response: ServerResponse, end: RequestEnd) => {
    end.now(new GatewayStopping());
    const cutOff = setTimeout(() => response.destroy(), GRACE_MS);
    response.once('close', () => clearTimeout(cutOff));
  };

  return {
    add(response, end) {
      if (open.size >= maxSubscriptions)
        throw new Busy(`expected at most ${maxSubscriptions} subscriptions to be open, but so many already are`);
      end.untimed('subscriptions');
      if (response.closed) return;
      watchReader(response, readerTimeoutMs, () => {
        metrics.stoodStill('/graphql');
        end.now(new ReaderStoodStill(readerTimeoutMs));
        response.destroy();
      });
      response.setHeader('X-Accel-Buffering', 'no');
      open.set(response, end);
      metrics.subscriptions(open.size);
      response.once('close', () => {
        open.delete(response);
        metrics.subscriptions(open.size);
      });
      if (stopping) complete(response, end);
    },
    complete() {
      stopping = true;
      for (const [response, end] of open) complete(response, end);
    },
  };
}

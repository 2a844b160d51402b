import { type Turnstile, turnstile } from '../lanes/turnstile.ts';
import type { HttpBounds } from './http-bounds.ts';

export type HttpTurns = Readonly<Record<'requests' | 'exports', Turnstile>>;

/** Of the places there are, one client has at most so many, so that another one need not wait for him. */
const SHARE_OF_ONE = 0.75;

export function httpTurns(bounds: HttpBounds): HttpTurns {
  const { maxConcurrentRequests, maxQueuedRequests, maxConcurrentExports, maxQueuedExports } = bounds;
  return {
    requests: places('requests', maxConcurrentRequests, maxQueuedRequests),
    exports: places('exports', maxConcurrentExports, maxQueuedExports),
  };
}

function places(what: string, atOnce: number, waiting: number): Turnstile {
  return turnstile({ what, atOnce, each: Math.max(1, Math.floor(atOnce * SHARE_OF_ONE)), waiting });
}

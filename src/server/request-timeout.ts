import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { onBehalfOf } from '../lanes/asker.ts';

/** The request took longer than `limits.requestTimeoutMs`; its signal aborts with this. */
export class RequestTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`the request took longer than limits.requestTimeoutMs, ${timeoutMs} ms`);
    this.name = 'RequestTimeout';
  }
}

/** The client went away before its answer was whole; the request's signal aborts with this. */
export class ClientGone extends Error {
  constructor() {
    super('the client closed the connection before its answer was whole');
    this.name = 'ClientGone';
  }
}

/** The client took nothing of its answer for longer than it may; the request's signal aborts with this. */
export class ReaderStoodStill extends Error {
  constructor(timeoutMs: number) {
    super(`the client read nothing for limits.readerTimeoutMs, ${timeoutMs} ms`);
    this.name = 'ReaderStoodStill';
  }
}

/** The gateway stops; what would go on without end is ended with this. */
export class GatewayStopping extends Error {
  constructor() {
    super('the gateway is stopping');
    this.name = 'GatewayStopping';
  }
}

/** Of a request's time, what the store may take: enough is left to say what became of it. */
const STORE_SHARE = 0.9;
/** So long after its end an answer that is not whole is cut off. */
export const CUT_OFF_MS = 1_000;

/** What ends a request from outside. */
export interface RequestEnd {
  /** Aborts when the time is up, the client goes away or `now` is called, whichever is first. */
  readonly signal: AbortSignal;
  /** From now on it may take any time, and asks for these. */
  untimed(lane: 'exports' | 'subscriptions'): void;
  now(reason: Error): void;
}

/** Lets go of the clock and the client when the answer is whole. */
export function requestEnd(response: ServerResponse, timeoutMs: number): RequestEnd {
  const controller = new AbortController();
  const { signal } = controller;
  const until = performance.now() + timeoutMs * STORE_SHARE;
  onBehalfOf(signal, { who: signal, lane: 'answers', until });
  // Each statement that it waits for listens to it.
  setMaxListeners(0, signal);
  const timers = [
    setTimeout(() => controller.abort(new RequestTimeout(timeoutMs)), timeoutMs),
    setTimeout(() => response.destroy(), timeoutMs + CUT_OFF_MS),
  ];
  const stopClock = () => timers.forEach(clearTimeout);
  response.once('close', () => {
    stopClock();
    if (!response.writableFinished) controller.abort(new ClientGone());
  });
  return {
    signal,
    untimed(lane) {
      stopClock();
      onBehalfOf(signal, { who: signal, lane, until: null });
    },
    now: (reason) => controller.abort(reason),
  };
}

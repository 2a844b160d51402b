import type { ServerResponse } from 'node:http';

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

/** The gateway stops; what would go on without end is ended with this. */
export class GatewayStopping extends Error {
  constructor() {
    super('the gateway is stopping');
    this.name = 'GatewayStopping';
  }
}

/** Aborts when the client goes away; lets go of it when the answer is whole. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new ClientGone());
  });
  return controller.signal;
}

/** What ends a request from outside. */
export interface RequestEnd {
  /** Aborts when the time is up, the client goes away or `now` is called, whichever is first. */
  readonly signal: AbortSignal;
  /** From now on it may take any time. */
  untimed(): void;
  now(reason: Error): void;
}

/** Lets go of the clock and the client when the answer is whole. */
export function requestEnd(response: ServerResponse, timeoutMs: number): RequestEnd {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new RequestTimeout(timeoutMs)), timeoutMs);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort(new ClientGone());
  });
  return {
    signal: controller.signal,
    untimed: () => clearTimeout(timer),
    now: (reason) => controller.abort(reason),
  };
}

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

/** Aborts when the client goes away; lets go of it when the answer is whole. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new ClientGone());
  });
  return controller.signal;
}

/** Aborts when the time is up or the client goes away, whichever is first; lets go of both when the answer is whole. */
export function requestSignal(response: ServerResponse, timeoutMs: number): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new RequestTimeout(timeoutMs)), timeoutMs);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort(new ClientGone());
  });
  return controller.signal;
}

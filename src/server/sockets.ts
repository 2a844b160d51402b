import { createServer, type RequestListener, type Server } from 'node:http';

/** Sockets at the same time; who comes then is cut off at once. */
export const MAX_SOCKETS = 10_000;
/** A socket on which nothing is asked any more. */
const KEEP_ALIVE_MS = 5_000;
/** So often, and at least so often within the time of a request, it is looked who is late. */
const LOOK_MS = 1_000;
const LOOKS = 4;

/** A server whose clients have the time of a request to say what they want, head and body; then they are told 408, and cut off. */
export function timedServer(requestTimeoutMs: number, listener: RequestListener): Server {
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.ceil(Math.min(LOOK_MS, requestTimeoutMs / LOOKS)),
    },
    listener,
  );
  server.maxConnections = MAX_SOCKETS;
  return server;
}

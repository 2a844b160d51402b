import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Turnstile } from '../lanes/turnstile.ts';
import type { RequestSurroundings } from '../schema/context.ts';
import type { OperationFacts } from '../schema/operation-facts.ts';
import { brokenOff, exportRoute } from './export/http-export.ts';
import type { ExportRecorder } from './export/run-export.ts';
import { foreignHost, type Refusal, refusal } from './foreign.ts';
import { noSuchPath } from './front-door.ts';
import type { GraphqlHandler } from './graphql.ts';
import type { HttpBounds } from './http-bounds.ts';
import { httpTurns } from './http-turns.ts';
import type { Metrics } from './metrics.ts';
import { type OpenSubscriptions, openSubscriptions } from './open-subscriptions.ts';
import { requestEnd } from './request-timeout.ts';
import { createRoutes, type Route, sendJson } from './routes.ts';
import { timedServer } from './sockets.ts';

export interface HttpParts extends HttpBounds {
  readonly graphql: GraphqlHandler;
  /** A request's context, given what ends it. */
  readonly context: (signal: AbortSignal) => RequestSurroundings;
  /** Where exports are written down. */
  readonly exports: ExportRecorder;
  readonly ready: () => Promise<void>;
  readonly metrics: Metrics;
  readonly printedSchema: () => string;
  readonly log: Logger;
}

export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  /** Takes no new requests and completes the open subscriptions; resolves when the running requests are answered. */
  stop(): Promise<void>;
}

/** The HTTP face; it answers as soon as `listen` resolves. */
export async function listen(parts: HttpParts, host: string, port: number): Promise<Listening> {
  const turns = httpTurns(parts);
  parts.metrics.lanes(turns);
  const subscriptions = openSubscriptions(parts.metrics, parts);
  const graphql = graphqlRoute(parts, subscriptions, turns.requests);
  const routes = createRoutes({
    ...parts,
    graphql,
    exporting: exportRoute({ ...parts, recorder: parts.exports, turns: turns.exports }),
  });
  const running = new Set<ServerResponse>();
  const server = timedServer(parts.requestTimeoutMs, (request, response) => {
    running.add(response);
    response.once('close', () => running.delete(response));
    void answer(request, response, routes, parts);
  });
  await listening(server, host, port);
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    stop() {
      subscriptions.complete();
      return stopped(server, running);
    },
  };
}

function graphqlRoute(
  { graphql, context, metrics, requestTimeoutMs }: HttpParts,
  subscriptions: OpenSubscriptions,
  admission: Turnstile,
): Route {
  return async (request, response) => {
    const refused = refusal(request);
    if (refused)
      return sendJson(response, refused.status, {
        errors: [{ message: refused.error, extensions: { code: 'BAD_REQUEST' } }],
      });
    const started = performance.now();
    const end = requestEnd(response, requestTimeoutMs);
    const onOperation = (facts: OperationFacts) => {
      operations.set(response, facts);
      if (facts.type === 'subscription') return subscriptions.add(response, end);
      response.once('close', () => metrics.operation(facts, secondsSince(started)));
    };
    await graphql.handle(request, response, {
      schemaContext: context(end.signal),
      client: String(request.socket.remoteAddress),
      admission,
      onOperation,
    });
  };
}

/** What each answer is to, for its line in the log. */
const operations = new WeakMap<ServerResponse, OperationFacts>();

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: ReadonlyMap<string, Route>,
  { log, metrics }: HttpParts,
) {
  const started = performance.now();
  const path = pathOf(request);
  const foreign = foreignHost(request);
  const route = foreign ? refusing(foreign) : routes.get(path);
  const method = request.method ?? 'GET';
  response.once('close', () => {
    const seconds = secondsSince(started);
    const facts = operations.get(response);
    const [status, known] = [statusOf(response), routes.has(path) ? path : 'other'];
    metrics.http(known, routes.has(path) ? method : 'other', status, facts?.type === 'subscription' ? null : seconds);
    log.info({ method, path: known, status, ms: Math.round(seconds * 1000), ...facts }, 'request');
  });
  try {
    await (route ?? notFound)(request, response);
  } catch (error) {
    log.error({ err: error, method, path }, 'a request failed');
    if (response.headersSent) response.destroy();
    else sendJson(response, 500, { error: 'internal server error' });
  }
}

/** In the form of each path's other errors. */
function refusing({ status, error: message }: Refusal): Route {
  return async (request, response) => {
    const path = pathOf(request);
    const code = 'BAD_REQUEST';
    if (path === '/graphql') sendJson(response, status, { errors: [{ message, extensions: { code } }] });
    else sendJson(response, status, { error: path === '/export' ? { code, message } : message });
  };
}

function statusOf(response: ServerResponse): number {
  if (response.writableFinished) return response.statusCode;
  return brokenOff.has(response) ? BROKEN_OFF : CLIENT_CLOSED;
}

/** The customary word in logs for a client that did not wait. */
const CLIENT_CLOSED = 499;
/** Of an export that began with 200, when a source failed. */
const BROKEN_OFF = 502;

const notFound: Route = async (request, response) => {
  sendJson(response, 404, noSuchPath(request));
};

function pathOf({ url }: IncomingMessage): string {
  return (url ?? '/').split('?')[0] ?? '/';
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const found = cause.code ?? cause.message;
      reject(new Error(`server: expected to listen on ${host}, port ${port}, but got ${found}`, { cause }));
    });
    server.listen(port, host.replace(/^\[(.*)\]$/, '$1'), () => resolve());
  });
}

/** Running requests finish, each taking its connection with it; idle connections end now, and unused ones with the last request. */
function stopped(server: Server, running: ReadonlySet<ServerResponse>): Promise<void> {
  const closeUnused = () => (running.size === 0 ? server.closeAllConnections() : server.closeIdleConnections());
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    for (const response of running) {
      response.shouldKeepAlive = false;
      response.once('close', () => setImmediate(closeUnused));
    }
    closeUnused();
  });
}

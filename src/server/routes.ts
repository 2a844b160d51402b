import type { IncomingMessage, ServerResponse } from 'node:http';
import { whatThereIs } from './front-door.ts';
import { GRAPHIQL_POLICY, graphiqlPage, wantsPage } from './graphiql.ts';

export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface RouteParts {
  /** Answers GraphQL over HTTP. */
  readonly graphql: Route;
  /** Streams events out. */
  readonly exporting: Route;
  /** Throws while the gateway cannot answer. */
  readonly ready: () => Promise<void>;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  readonly printedSchema: () => string;
}

/** Everything the gateway answers, by path. */
export function createRoutes({
  graphql,
  exporting,
  ready,
  metrics,
  printedSchema,
}: RouteParts): ReadonlyMap<string, Route> {
  return new Map<string, Route>([
    [
      '/',
      async (request, response) => (wantsPage(request) ? sendToGraphiql(response) : sendOverview(request, response)),
    ],
    [
      '/graphql',
      async (request, response) => (wantsPage(request) ? sendGraphiql(request, response) : graphql(request, response)),
    ],
    ['/export', exporting],
    ['/health/live', reading(async (response) => sendJson(response, 200, { status: 'ok' }))],
    ['/health/ready', reading(async (response) => sendReadiness(response, ready))],
    ['/metrics', reading(async (response) => send(response, 200, metrics.contentType, await metrics.text()))],
    ['/schema.graphql', reading(async (response) => send(response, 200, 'text/plain; charset=utf-8', printedSchema()))],
  ]);
}

function reading(answer: (response: ServerResponse) => Promise<void>): Route {
  return async ({ method }, response) => {
    if (method === 'GET' || method === 'HEAD') return answer(response);
    response.setHeader('Allow', 'GET, HEAD');
    sendJson(response, 405, { error: `expected GET or HEAD, but got ${method}` });
  };
}

function sendToGraphiql(response: ServerResponse): void {
  response.writeHead(302, { Location: '/graphql', 'Content-Length': 0, Vary: 'Accept' }).end();
}

const sendOverview = reading(async (response) => {
  response.setHeader('Vary', 'Accept');
  sendJson(response, 200, whatThereIs());
});

async function sendReadiness(response: ServerResponse, ready: () => Promise<void>): Promise<void> {
  try {
    await ready();
    sendJson(response, 200, { status: 'ready' });
  } catch {
    sendJson(response, 503, { status: 'unavailable', reason: 'the database cannot be reached, or is not migrated' });
  }
}

async function sendGraphiql({ headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  const { html, gzipped, etag } = await graphiqlPage();
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Vary', 'Accept, Accept-Encoding');
  response.setHeader('Content-Security-Policy', GRAPHIQL_POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  if (headers['if-none-match'] === etag) {
    response.writeHead(304).end();
  } else if (/\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))) {
    response.setHeader('Content-Encoding', 'gzip');
    send(response, 200, 'text/html; charset=utf-8', gzipped);
  } else {
    send(response, 200, 'text/html; charset=utf-8', html);
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', `${JSON.stringify(body)}\n`);
}

/** A body to HEAD is dropped by node, its length is told all the same. */
function send(response: ServerResponse, status: number, contentType: string, body: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) }).end(body);
}

import type { IncomingMessage } from 'node:http';
import { VERSION } from './version.ts';

/** What there is, by path: for whoever opens the address alone, or asks for a path that there is not. */
export const PATHS = {
  '/graphql': 'GraphQL over HTTP by GET and POST, subscriptions over server-sent events; in a browser GraphiQL',
  '/export':
    'events as a stream of NDJSON or CSV: ?format=, filter=, from=, to=, sort=; of CSV columns=, delimiter=, bom=',
  '/health/live': '200 as long as the process runs',
  '/health/ready': '200 when the database is reachable and migrated, else 503',
  '/metrics': 'metrics for Prometheus',
  '/schema.graphql': 'the GraphQL schema',
} as const;

export function whatThereIs() {
  return { name: 'audit-gateway', version: VERSION, paths: PATHS };
}

export function noSuchPath(request: IncomingMessage): { readonly error: string } {
  const found = request.url?.split('?')[0] ?? '/';
  return { error: `expected one of ${Object.keys(PATHS).join(', ')}, but got ${found}` };
}

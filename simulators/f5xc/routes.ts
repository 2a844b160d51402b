import type { Answer, Call } from '../kit/simulator.ts';
import { F5XC_CREDENTIALS } from './credentials.ts';
import { fault } from './fault.ts';
import type { Handlers } from './handlers.ts';

const PATH = /^\/api\/secret_management\/namespaces\/([^/]+)\/voltshare\/audit_logs(\/aggregation|\/scroll)?$/;

/** Checks the token, the path and the method, in this order, and finds the handler. */
export function route(call: Call, handlers: Handlers, onlyNamespace: string): Answer {
  if (call.headers.authorization !== `APIToken ${F5XC_CREDENTIALS.apiToken}`)
    throw fault(16, 'missing or invalid API token');
  const [, segment, kind] = PATH.exec(call.path) ?? [];
  const namespace = segment === undefined ? undefined : decodeURIComponent(segment);
  if (namespace === undefined) throw fault(5, `no such path: ${call.path}`);
  if (namespace !== onlyNamespace) throw fault(5, `no such namespace: ${namespace}`);
  if (kind === '/scroll' && call.method === 'GET') return handlers.scroll(namespace, scrollBody(call.query));
  if (call.method !== 'POST') throw fault(12, `method ${call.method} is not implemented for ${call.path}`);
  if ([...call.query].length > 0) throw fault(3, `unknown query parameter: ${[...call.query.keys()].join(', ')}`);
  if (kind === '/aggregation') return handlers.aggregation(namespace, call.body);
  if (kind === '/scroll') return handlers.scroll(namespace, call.body);
  return handlers.logs(namespace, call.body);
}

function scrollBody(query: URLSearchParams): string {
  return JSON.stringify(Object.fromEntries(query));
}

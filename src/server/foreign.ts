import type { IncomingMessage } from 'node:http';
import { shown } from '../domain/input-error.ts';
import { isLoopback } from './config/loopback.ts';

const JSON_TYPE = /^application\/(json|graphql\+json)\s*(;|$)/i;

export interface Refusal {
  readonly status: number;
  readonly error: string;
}

/**
 * Why a request is not let through to GraphQL, or null. The gateway trusts who can reach it, so it must not be reached
 * through somebody's browser from a page of another site:
 * - a body of any type but JSON could be sent by a form, without the browser asking first;
 * - a question by GET from another site is refused where the browser says that it is one.
 */
export function refusal({ method, headers }: IncomingMessage): Refusal | null {
  if (headers['sec-fetch-site'] === 'cross-site') {
    return { status: 403, error: 'expected a request of this site, but got one that a browser sent for another' };
  }
  if (method === 'POST' && !JSON_TYPE.test(headers['content-type'] ?? '')) {
    const found = headers['content-type'];
    const refused = `expected a body of type application/json, but got ${found === undefined ? 'none' : JSON.stringify(found)}`;
    return { status: found === undefined ? 400 : 415, error: refused };
  }
  return null;
}

/** Why a request is answered on no path, or null: a name that is no loopback's reaches a loopback address only by DNS rebinding. */
export function foreignHost({ headers: { host } }: IncomingMessage): Refusal | null {
  if (host === undefined || isLoopback(hostName(host))) return null;
  return { status: 403, error: `expected the Host of a loopback address, but got ${shown(host)}` };
}

/** A name may end in the dot of the root. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '').replace(/\.$/, '');
}

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fromMillis, type Instant, parseRfc3339 } from '../../domain/instant.ts';
import type { Exchange, Session, VendorRequest, VendorResponse } from '../adapter.ts';
import { withHeaders } from '../kit/authorized.ts';
import { bodyAs } from '../kit/body.ts';
import { inHeader } from '../kit/carriable.ts';
import { dateHeader, signed } from './access-key.ts';
import type { ZstackOptions } from './options.ts';

const inventory = z.object({
  inventory: z.object({
    uuid: inHeader('session'),
    createDate: z.unknown(),
    expiredDate: z.unknown(),
  }),
});

export function login({ auth, contextPath }: ZstackOptions): Exchange<Session | null> | null {
  if (!('accountName' in auth)) return null;
  const password = createHash('sha512').update(auth.password).digest('hex');
  return {
    request: {
      method: 'PUT',
      path: `${contextPath}/v1/accounts/login`,
      json: { logInByAccount: { accountName: auth.accountName, password } },
    },
    read: (response) => {
      const given = bodyAs(inventory, response).inventory;
      const aheadMs = difference(localMs(given.createDate), answeredMs(response));
      return { result: session(given.uuid, given.expiredDate, aheadMs, contextPath), next: null };
    },
  };
}

/** The same session, longer. Builds that renew in a job of their own answer without it: then a new login follows. */
function renewal(uuid: string, aheadMs: number | null, contextPath: string): Exchange<Session | null> {
  return {
    request: {
      method: 'PUT',
      path: `${contextPath}/v1/accounts/sessions/${encodeURIComponent(uuid)}/renew`,
      headers: authorization(uuid),
      json: { renewSession: {} },
    },
    read: (response) => {
      const given = bodyAs(inventory, response).inventory;
      return { result: session(given.uuid, given.expiredDate, aheadMs, contextPath), next: null };
    },
  };
}

function session(uuid: string, expiredDate: unknown, aheadMs: number | null, contextPath: string): Session {
  const zoned = typeof expiredDate === 'string' && ZONED.test(expiredDate) ? parseRfc3339(expiredDate) : null;
  const endMs = difference(localMs(expiredDate), aheadMs);
  const expiresAt = zoned ?? (endMs === null ? null : fromMillis(endMs));
  return { headers: authorization(uuid), expiresAt, renew: renewal(uuid, aheadMs, contextPath) };
}

const ZONED = /(?:Z|[+-]\d{2}:?\d{2})$/i;

function authorization(uuid: string): Readonly<Record<string, string>> {
  return { authorization: `OAuth ${uuid}` };
}

/**
 * `Nov 10, 2017 10:14:09 AM`, a local time that names no zone, as if it were UTC. How far that is from UTC shows at
 * login: the session was created when the answer was sent.
 */
function localMs(date: unknown): number | null {
  if (typeof date !== 'string') return null;
  const ms = Date.parse(`${date.replaceAll('\u202f', ' ')} UTC`);
  return Number.isNaN(ms) ? null : ms;
}

function answeredMs(response: VendorResponse): number | null {
  const ms = Date.parse(response.headers.date ?? '');
  return Number.isNaN(ms) ? null : ms;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

export function authorize(
  request: VendorRequest,
  held: Session | null,
  options: ZstackOptions,
  now: Instant,
): VendorRequest {
  const { auth, contextPath, timeZone } = options;
  if ('accessKeyId' in auth) return signed(request, auth, dateHeader(now, timeZone), contextPath);
  return withHeaders(request, held?.headers);
}

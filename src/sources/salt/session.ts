import { z } from 'zod';
import { foreignJsonOrNull } from '../../domain/foreign-json.ts';
import { fromMillis, type Instant } from '../../domain/instant.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { numberIn } from '../../domain/number-in.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Session, Step, VendorRequest, VendorResponse } from '../adapter.ts';
import { basicAuth, withHeaders } from '../kit/authorized.ts';
import { bodyAs } from '../kit/body.ts';
import { inHeader } from '../kit/carriable.ts';
import { type Cookies, cookieHeader, cookiesAfter } from './cookies.ts';
import type { SaltOptions } from './options.ts';

const PATH = '/account/login';
const SESSION_COOKIE = 'raas-session';

/** The XSRF token first, which some servers do without; then, unless every call brings the password, the login itself. */
export function login(options: SaltOptions): Exchange<Session | null> {
  return {
    request: { method: 'GET', path: PATH },
    read(response) {
      const pass = passAfter(NO_PASS, response, options);
      if (options.auth.method === 'basic') return done({ ...headersOf(pass) }, null);
      return { result: null, next: enter(options, pass) };
    },
  };
}

function enter(options: SaltOptions, pass: Pass): Exchange<Session | null> {
  const { username, password, configName, method } = options.auth;
  const wanted = method === 'jwt' ? { token_type: 'jwt' } : {};
  return {
    request: {
      method: 'POST',
      path: PATH,
      headers: headersOf(pass),
      json: { username, password, config_name: configName, ...wanted },
    },
    read(response) {
      const headers = headersOf(passAfter(pass, response, options));
      if (method === 'cookie') return done(withSessionCookie(headers, response), null);
      const token = jwtOf(response);
      return done({ ...headers, authorization: `JWT ${token}` }, expiryOf(token));
    },
  };
}

/** What lets a request through the XSRF check. */
interface Pass {
  readonly cookies: Cookies;
  readonly token: string | null;
}

const NO_PASS: Pass = { cookies: {}, token: null };

/** The token comes as a cookie, with some deployments as a header too, and a login may replace it. */
function passAfter(pass: Pass, response: VendorResponse, { decodeXsrf }: SaltOptions): Pass {
  const cookies = cookiesAfter(pass.cookies, response);
  const received = cookies._xsrf ?? response.headers['x-xsrftoken'] ?? pass.token;
  if (received === null) return { cookies, token: null };
  const token = decodeXsrf ? received.replaceAll(/%7c/gi, '|') : received;
  return { cookies: { ...cookies, _xsrf: token }, token };
}

function headersOf({ cookies, token }: Pass): Readonly<Record<string, string>> {
  return { ...cookieHeader(cookies), ...(token === null ? {} : { 'x-xsrftoken': token }) };
}

function done(headers: Session['headers'], expiresAt: Instant | null): Step<Session | null> {
  return { result: { headers, expiresAt, renew: null }, next: null };
}

function withSessionCookie(headers: Session['headers'], response: VendorResponse): Session['headers'] {
  if (new RegExp(`(^|; )${SESSION_COOKIE}=`).test(headers.cookie ?? '')) return headers;
  throw sourceError('INVALID_RESPONSE', `expected a login to set the cookie ${SESSION_COOKIE}, but it set none`, {
    httpStatus: response.status,
  });
}

const TOKEN = z.object({ jwt: inHeader('token') });
const TOKEN_ANSWER = z.union([TOKEN, z.object({ data: TOKEN })]);

function jwtOf(response: VendorResponse): string {
  const answer = bodyAs(TOKEN_ANSWER, response);
  return 'jwt' in answer ? answer.jwt : answer.data.jwt;
}

/** The token's own `exp`, where it can be read. */
function expiryOf(token: string): Instant | null {
  const claims = claimsOf(token);
  const seconds = isJsonObject(claims) ? numberIn(claims.exp) : null;
  return seconds === null ? null : fromMillis(seconds * 1000);
}

function claimsOf(token: string): Json {
  return foreignJsonOrNull(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

export function authorize(request: VendorRequest, session: Session | null, options: SaltOptions): VendorRequest {
  const { auth, rpcVersion } = options;
  return withHeaders(
    request,
    session?.headers,
    auth.method === 'basic' ? { authorization: basicAuth(auth.username, auth.password) } : {},
    rpcVersion === undefined ? {} : { 'x-raas-rpc-version': String(rpcVersion) },
  );
}

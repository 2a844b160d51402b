import { randomBytes, randomUUID } from 'node:crypto';

/** Tornado's form: version, mask, masked value, time. */
export function xsrfToken(): string {
  return `2|${randomBytes(4).toString('hex')}|${randomBytes(16).toString('hex')}|${nowSeconds()}`;
}

/** Tornado's signed cookie: six fields between bars. */
export function sessionCookie(): string {
  const value = Buffer.from(randomUUID()).toString('base64');
  return `2|1:0|10:${nowSeconds()}|12:raas-session|${value.length}:${value}|${randomBytes(32).toString('hex')}`;
}

export function jwt(username: string, lifetimeMs: number): string {
  const header = { alg: 'HS256', typ: 'JWT' };
  const expiresAt = nowSeconds() + Math.floor(lifetimeMs / 1000);
  const claims = { sub: username, iat: nowSeconds(), exp: expiresAt, jti: randomUUID() };
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.${randomBytes(32).toString('base64url')}`;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

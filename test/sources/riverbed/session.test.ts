import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import type { VendorResponse } from '../../../src/sources/adapter.ts';
import { riverbed } from '../../../src/sources/riverbed/index.ts';
import { json, options } from './appliance.ts';

const USER = { username: 'audit', password: 'pass:wörd' };
const GRANTED = { access_token: 'abc', token_type: 'bearer', expires_at: 1_700_000_900, refresh_token: 'again' };

/** The first step of a login with this `auth`. */
function login(auth: JsonObject) {
  const exchange = riverbed.login?.(options({}, auth));
  if (!exchange) throw new Error('expected a login');
  return exchange;
}

function refusal(error_id: string, status = 401): VendorResponse {
  return json({ error_id, error_text: 'Not this way' }, status);
}

describe('a login to Riverbed by token', () => {
  it('asks for a token and a refresh token, and keeps when it ends', () => {
    const exchange = login(USER);
    expect(exchange.request).toEqual({
      method: 'POST',
      path: '/api/mgmt.aaa/2.0/token',
      json: { user_credentials: { username: 'audit', password: 'pass:wörd' }, generate_refresh_token: true },
    });
    const { result, next } = exchange.read(json(GRANTED, 201));
    expect(next).toBeNull();
    expect(result).toMatchObject({ headers: { authorization: 'Bearer abc' }, expiresAt: 1_700_000_900_000_000 });
  });

  it('is renewed by the refresh token, again and again', () => {
    const { result: first } = login(USER).read(json(GRANTED, 201));
    expect(first?.renew?.request).toEqual({
      method: 'POST',
      path: '/api/mgmt.aaa/2.0/token',
      json: { refresh_token: 'again' },
    });
    const second = first?.renew?.read(json({ access_token: 'def', expires_at: '1700001800' })).result;
    expect(second).toMatchObject({ headers: { authorization: 'Bearer def' }, expiresAt: 1_700_001_800_000_000 });
    expect(second?.renew?.request.json).toEqual({ refresh_token: 'again' });
    const third = second?.renew?.read(json({ access_token: 'ghi', refresh_token: 'newer' })).result;
    expect(third?.renew?.request.json).toEqual({ refresh_token: 'newer' });
  });

  it('asks the older version where it is configured, and counts its life from the answer', () => {
    const exchange = login({ ...USER, tokenVersion: '1.0' });
    expect(exchange.request.path).toBe('/api/mgmt.aaa/1.0/token');
    const answer = json({ access_token: 'abc', expires_in: 900 }, 201, { date: 'Tue, 14 Nov 2023 22:13:20 GMT' });
    expect(exchange.read(answer).result).toEqual({
      headers: { authorization: 'Bearer abc' },
      expiresAt: 1_700_000_900_000_000,
      renew: null,
    });
  });

  it.each<[string, JsonObject]>([
    ['nothing', {}],
    ['a time to live without a date', { expires_in: 900 }],
    ['nonsense', { expires_at: 'soon', expires_in: null }],
    ['the beginning of time', { expires_at: 0 }],
  ])('does not know when a token ends that says %s', (_, more) => {
    expect(login(USER).read(json({ access_token: 'abc', ...more })).result?.expiresAt).toBeNull();
  });

  it('is refused as unauthenticated, whatever the status', () => {
    const read = () => login(USER).read(refusal('AUTH_INVALID_CREDENTIALS', 200));
    expect(read).toThrow(SourceError);
    expect(read).toThrow('AUTH_INVALID_CREDENTIALS');
  });

  it('fails where no token comes', () => {
    expect(() => login(USER).read(json({ token_type: 'bearer' }))).toThrow('unexpected answer at access_token');
  });
});

describe('a login to Riverbed by cookie', () => {
  const exchange = login({ ...USER, method: 'cookie' });

  it('sends back whatever cookies are set', () => {
    expect(exchange.request).toEqual({
      method: 'POST',
      path: '/api/common/1.0/login',
      json: { username: 'audit', password: 'pass:wörd' },
    });
    const answer = { ...json({}), setCookies: ['session_id=1a|2b; Path=/; HttpOnly', 'lb=x'] };
    expect(exchange.read(answer)).toEqual({
      result: { headers: { cookie: 'session_id=1a|2b; lb=x' }, expiresAt: null, renew: null },
      next: null,
    });
  });

  it('fails where none is set, or it is refused', () => {
    expect(() => exchange.read(json({}))).toThrow('expected a login to set a cookie');
    expect(() => exchange.read(refusal('AUTH_INVALID_CREDENTIALS', 200))).toThrow('AUTH_INVALID_CREDENTIALS');
  });
});

describe('a login to Riverbed by access code', () => {
  const exchange = login({ accessCode: 'YWJj' });

  it('sends the code as an unsigned token', () => {
    expect(exchange.request).toMatchObject({ method: 'POST', path: '/api/common/1.0/oauth/token' });
    const { assertion = '', ...form } = exchange.request.form ?? {};
    expect(form).toEqual({ grant_type: 'access_code', state: 'audit-gateway' });
    const [header = '', ...rest] = assertion.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'none' });
    expect(header.length % 4).toBe(0);
    expect(rest).toEqual(['YWJj', '']);
  });

  it.each([
    ['abc', 'Bearer abc'],
    ['a.b.c', 'SignedBearer a.b.c'],
  ])('uses the token %s as its parts demand', (access_token, authorization) => {
    const { result } = exchange.read(json({ access_token, state: 'audit-gateway' }));
    expect(result).toEqual({ headers: { authorization }, expiresAt: null, renew: null });
  });

  it.each([
    ['another state', { access_token: 'abc', state: 'other' }, 'to echo its state'],
    ['no state', { access_token: 'abc' }, 'to echo its state'],
    ['a token of two parts', { access_token: 'a.b', state: 'audit-gateway' }, 'but got one of 2'],
  ])('refuses %s', (_, body, message) => {
    expect(() => exchange.read(json(body))).toThrow(message);
  });
});

describe('a request to Riverbed, authorized', () => {
  const request = { method: 'GET', path: '/api/npm.audit/1.1/events' } as const;
  const session = { headers: { authorization: 'Bearer abc' }, expiresAt: null, renew: null };

  it('carries the session', () => {
    expect(riverbed.authorize(request, session, options(), 0 as never)).toEqual({
      ...request,
      headers: session.headers,
    });
  });

  it('carries name and password in UTF-8 with HTTP Basic, and needs no login', () => {
    const given = options({}, { ...USER, method: 'basic' });
    expect(riverbed.login?.(given)).toBeNull();
    expect(riverbed.authorize(request, null, given, 0 as never).headers).toEqual({
      authorization: `Basic ${Buffer.from('audit:pass:wörd').toString('base64')}`,
    });
  });
});

describe('what Riverbed means by an answer', () => {
  const vendor = { code: 'AUTH_EXPIRED_TOKEN', description: 'Not this way' };
  const xml = (text: string): VendorResponse => ({ ...json({}, 401), headers: { 'content-type': 'text/xml' }, text });

  it.each<[string, VendorResponse, object | null]>([
    ['events', json({ items: [{ details: [{ field: 'error_id', value: 'AUTH_REQUIRED' }] }] }), null],
    [
      'an ended token',
      refusal('AUTH_EXPIRED_TOKEN'),
      { kind: 'session', problem: { code: 'UNAUTHENTICATED', httpStatus: 401, vendor } },
    ],
    ['no login', refusal('AUTH_REQUIRED', 403), { kind: 'session' }],
    ['a lost session with status 200', refusal('AUTH_INVALID_SESSION', 200), { kind: 'session' }],
    [
      'wrong credentials',
      refusal('AUTH_INVALID_CREDENTIALS'),
      { kind: 'session', problem: { code: 'UNAUTHENTICATED' } },
    ],
    ['401 alone', { ...json({}, 401), text: '' }, { kind: 'session', problem: { vendor: null } }],
    [
      '401 in XML',
      xml(
        '<?xml version="1.0"?>\n<error error_id="AUTH_EXPIRED_TOKEN" error_text="It&apos;s &quot;over&quot; &amp;amp; &lt;done&gt;"/>',
      ),
      { kind: 'session', problem: { vendor: { code: 'AUTH_EXPIRED_TOKEN', description: `It's "over" &amp; <done>` } } },
    ],
    [
      'no such path',
      refusal('RESOURCE_NOT_FOUND', 404),
      { kind: 'problem', problem: { code: 'NOT_FOUND', vendor: { code: 'RESOURCE_NOT_FOUND' } } },
    ],
    [
      'no such path with status 200',
      refusal('RESOURCE_NOT_FOUND', 200),
      { kind: 'problem', problem: { code: 'NOT_FOUND' } },
    ],
    [
      'refused arguments',
      refusal('REQUEST_INVALID_INPUT', 400),
      { kind: 'problem', problem: { code: 'BAD_REQUEST', retryable: false } },
    ],
    ['no permission', refusal('FORBIDDEN', 403), { kind: 'problem', problem: { code: 'FORBIDDEN' } }],
    [
      'an unknown error with status 200',
      refusal('DISK_FULL', 200),
      { kind: 'problem', problem: { code: 'UPSTREAM_ERROR', retryable: true } },
    ],
    [
      'a failing proxy',
      { ...xml('<html>'), status: 502 },
      { kind: 'problem', problem: { code: 'UPSTREAM_ERROR', vendor: null } },
    ],
    ['a body that is none', { ...json({}), text: 'error_id' }, null],
  ])('%s', (_, response, expected) => {
    const found = riverbed.fault(response);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });
});

describe('the audit configuration of a Riverbed appliance', () => {
  const exchange = riverbed.auditConfig?.(options());

  it('is read as the document prints it', () => {
    expect(exchange?.request).toEqual({ method: 'GET', path: '/api/npm.audit/1.1/config' });
    const body = {
      disabled_types: ['authentication'],
      retention: { period: 90, records: 0 },
      system: { enabled: true },
    };
    expect(exchange?.read(json(body))).toEqual({
      result: { enabled: true, periodDays: 90, records: 0, disabledTypes: ['authentication'] },
      next: null,
    });
  });

  it.each([
    ['no retention', { disabled_types: [], system: { enabled: true } }, 'retention'],
    [
      'a negative number',
      { disabled_types: [], retention: { period: -1, records: 0 }, system: { enabled: true } },
      'retention.period',
    ],
  ])('is refused with %s', (_, body, where) => {
    expect(() => exchange?.read(json(body))).toThrow(`unexpected answer at ${where}`);
  });
});

describe('the options of a Riverbed source', () => {
  it('have defaults for all but name and password', () => {
    expect(riverbed.options.parse({ auth: { username: 'a', password: 'b' } })).toEqual({
      auth: { username: 'a', password: 'b', method: 'token', tokenVersion: '2.0' },
      sortBy: 'timestamp',
      ascending: 'asc',
      descending: 'desc',
      maxPageSize: 100,
      overlap: 5,
    });
  });

  it.each([
    ['no auth', {}],
    ['an unknown method', { auth: { ...USER, method: 'oauth' } }],
    ['a code beside a password', { auth: { ...USER, accessCode: 'x' } }],
    ['no overlap', { auth: USER, overlap: 0 }],
    ['an unknown key', { auth: USER, namespace: 'x' }],
  ])('refuse %s', (_, given) => {
    expect(riverbed.options.safeParse(given).success).toBe(false);
  });
});

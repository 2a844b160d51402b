import { describe, expect, it } from 'vitest';
import { SourceError } from '../../../src/lanes/source-error.ts';
import type { VendorResponse } from '../../../src/sources/adapter.ts';
import { salt } from '../../../src/sources/salt/index.ts';
import { json, LOGIN_PAGE, options } from './server.ts';

const CLAIMS = Buffer.from(JSON.stringify({ sub: 'audit', exp: 1_700_000_000 })).toString('base64url');
const JWT = `eyJhbGciOiJIUzI1NiJ9.${CLAIMS}.c2ln`;
const PAGE = setting(LOGIN_PAGE, '_xsrf=2|aa|bb|1700; Path=/', 'lb=node-1; HttpOnly');
const GRANTED = json({ jwt: JWT, attributes: { username: 'audit' } });

function setting(response: VendorResponse, ...setCookies: string[]): VendorResponse {
  return { ...response, setCookies };
}

/** The login for these options, fed with these answers: its requests, and the session at its end. */
function logIn(given: ReturnType<typeof options>, ...answers: VendorResponse[]) {
  const requests = [];
  let step = salt.login?.(given) ?? null;
  let session = null;
  for (const response of answers) {
    if (!step) throw new Error('the login is over already');
    requests.push(step.request);
    const done = step.read(response);
    session = done.result ?? session;
    step = done.next;
  }
  return { requests, session, next: step };
}

describe('a login to Salt', () => {
  it('takes the XSRF token from a page, then a JWT, whose own expiry it keeps', () => {
    expect(logIn(options(), PAGE, GRANTED)).toEqual({
      requests: [
        { method: 'GET', path: '/account/login' },
        {
          method: 'POST',
          path: '/account/login',
          headers: { cookie: '_xsrf=2|aa|bb|1700; lb=node-1', 'x-xsrftoken': '2|aa|bb|1700' },
          json: { username: 'audit', password: 'pass:wörd', config_name: 'internal', token_type: 'jwt' },
        },
      ],
      session: {
        headers: {
          cookie: '_xsrf=2|aa|bb|1700; lb=node-1',
          'x-xsrftoken': '2|aa|bb|1700',
          authorization: `JWT ${JWT}`,
        },
        expiresAt: 1_700_000_000_000_000,
        renew: null,
      },
      next: null,
    });
  });

  it('goes on without an XSRF token where the server has none', () => {
    const { requests, session } = logIn(options(), LOGIN_PAGE, GRANTED);
    expect(requests[1]?.headers).toEqual({});
    expect(session?.headers).toEqual({ authorization: `JWT ${JWT}` });
  });

  it('takes an XSRF token that the login itself replaced', () => {
    const { session } = logIn(options(), PAGE, setting(GRANTED, '_xsrf=2|cc|dd|1701; Path=/'));
    expect(session?.headers).toMatchObject({ cookie: '_xsrf=2|cc|dd|1701; lb=node-1', 'x-xsrftoken': '2|cc|dd|1701' });
  });

  it('drops a cookie that is emptied', () => {
    const { session } = logIn(options(), PAGE, setting(GRANTED, 'lb=; Max-Age=0'));
    expect(session?.headers.cookie).toBe('_xsrf=2|aa|bb|1700');
  });

  it('takes an XSRF token that comes as a header alone', () => {
    const page = { ...LOGIN_PAGE, headers: { ...LOGIN_PAGE.headers, 'x-xsrftoken': 'abc' } };
    expect(logIn(options(), page).next?.request.headers).toEqual({ cookie: '_xsrf=abc', 'x-xsrftoken': 'abc' });
  });

  it.each([
    [false, '2%7Caa%7Cbb'],
    [true, '2|aa|bb'],
  ])('gives a token with %%7C back as it came, or decoded: %s', (decodeXsrf, token) => {
    const { next } = logIn(options({ decodeXsrf }), setting(LOGIN_PAGE, '_xsrf=2%7Caa%7Cbb; Path=/'));
    expect(next?.request.headers).toEqual({ cookie: `_xsrf=${token}`, 'x-xsrftoken': token });
  });

  it('reads a token wrapped in data', () => {
    expect(logIn(options(), PAGE, json({ data: { jwt: JWT } })).session?.headers.authorization).toBe(`JWT ${JWT}`);
  });

  it.each(['opaque', 'a.b.c', `a.${Buffer.from('[]').toString('base64url')}.c`])(
    'does not know when the token %s ends',
    (jwt) => {
      expect(logIn(options(), PAGE, json({ jwt })).session?.expiresAt).toBeNull();
    },
  );

  it('by cookie asks for no token and keeps the session cookie', () => {
    const granted = setting(json({ attributes: {} }), 'raas-session="2|1:0|x"; HttpOnly; Path=/');
    const { requests, session } = logIn(options({}, { method: 'cookie', configName: 'LDAP' }), PAGE, granted);
    expect(requests[1]?.json).toEqual({ username: 'audit', password: 'pass:wörd', config_name: 'LDAP' });
    expect(session?.headers.cookie).toBe('_xsrf=2|aa|bb|1700; lb=node-1; raas-session="2|1:0|x"');
  });

  it('by cookie fails where no session cookie is set', () => {
    expect(() => logIn(options({}, { method: 'cookie' }), PAGE, json({}))).toThrow('to set the cookie raas-session');
  });

  it('by HTTP Basic fetches the XSRF token alone', () => {
    const { session, next } = logIn(options({}, { method: 'basic' }), PAGE);
    expect(next).toBeNull();
    expect(session?.headers).toEqual({ cookie: '_xsrf=2|aa|bb|1700; lb=node-1', 'x-xsrftoken': '2|aa|bb|1700' });
  });

  it.each([
    ['a page', LOGIN_PAGE, 'expected a JSON body'],
    ['no token', json({ attributes: {} }), 'unexpected answer'],
  ])('fails when it is answered with %s', (_, response, message) => {
    expect(() => logIn(options(), PAGE, response)).toThrow(message);
    expect(() => logIn(options(), PAGE, response)).toThrow(SourceError);
  });
});

describe('a request to Salt, authorized', () => {
  const request = { method: 'POST', path: '/rpc', json: {} } as const;
  const session = { headers: { cookie: '_xsrf=a', 'x-xsrftoken': 'a' }, expiresAt: null, renew: null };

  it('carries the session', () => {
    expect(salt.authorize(request, session, options(), 0 as never)).toEqual({ ...request, headers: session.headers });
  });

  it('carries name and password in UTF-8 with HTTP Basic, and the version of the RPC where one is configured', () => {
    const authorized = salt.authorize(request, session, options({ rpcVersion: 7 }, { method: 'basic' }), 0 as never);
    expect(authorized.headers).toEqual({
      ...session.headers,
      authorization: `Basic ${Buffer.from('audit:pass:wörd').toString('base64')}`,
      'x-raas-rpc-version': '7',
    });
  });
});

describe('what Salt means by an answer', () => {
  const errors = [{ title: 'Unauthorized', message: 'jwt not authorized', detail: 'ended' }];
  const vendor = { code: 'Unauthorized', description: 'jwt not authorized', details: 'ended' };

  it.each<[string, VendorResponse, object | null]>([
    ['records', json({ ret: { count: 0, results: [] }, error: null }), null],
    [
      'records of failed calls',
      json({ error: null, ret: { results: [{ event_data: { error: { code: 5000 } } }] } }),
      null,
    ],
    ['401', json({ errors }, 401), { kind: 'session', problem: { code: 'UNAUTHENTICATED', vendor } }],
    ['401 without a body', { ...LOGIN_PAGE, status: 401, text: '' }, { kind: 'session', problem: { vendor: null } }],
    ['a page with status 200', LOGIN_PAGE, { kind: 'session', problem: { code: 'UNAUTHENTICATED', httpStatus: 200 } }],
    ['a page called JSON', { ...json({}), text: '\n<html>' }, { kind: 'session' }],
    [
      'a stale XSRF token, 8.3 and newer',
      json({}, 403, { 'x-xsrftoken-missing': 'true' }),
      { kind: 'session', problem: { code: 'FORBIDDEN' } },
    ],
    ['a stale XSRF token, older', { ...json({}, 403), text: 'Forbidden (Missing XSRF)' }, { kind: 'session' }],
    [
      'no permission',
      json({ errors }, 403),
      { kind: 'problem', problem: { code: 'FORBIDDEN', retryable: false, vendor } },
    ],
    [
      'refused arguments',
      json({ errors }, 422),
      { kind: 'problem', problem: { code: 'BAD_REQUEST', retryable: false } },
    ],
    [
      'a wrong path',
      json({ errors }, 404),
      { kind: 'problem', problem: { code: 'NOT_FOUND', message: expect.stringContaining('/raas') } },
    ],
    [
      'a wrong method',
      json({ errors: [] }, 405),
      { kind: 'problem', problem: { code: 'NOT_FOUND', vendor: { opaque: { errors: [] } } } },
    ],
    [
      'a failing proxy',
      { ...LOGIN_PAGE, status: 502 },
      { kind: 'problem', problem: { code: 'UPSTREAM_ERROR', retryable: true } },
    ],
    [
      'an internal error inside 200',
      json({ riq: 1, ret: null, error: { code: 5000, message: 'Internal server error' }, warnings: [] }),
      {
        kind: 'problem',
        problem: {
          code: 'UPSTREAM_ERROR',
          httpStatus: 200,
          retryable: true,
          vendor: { code: '5000', description: 'Internal server error', details: null },
        },
      },
    ],
    [
      'a refusal inside 200',
      json({ ret: null, error: { code: 4000, message: 'Validation failed', detail: [{ argument: 'limit' }] } }),
      {
        kind: 'problem',
        problem: { code: 'BAD_REQUEST', retryable: false, vendor: { code: '4000', details: '[{"argument":"limit"}]' } },
      },
    ],
    [
      'an error of text',
      json({ error: 'boom' }),
      { kind: 'problem', problem: { code: 'BAD_REQUEST', vendor: { code: null, description: 'boom' } } },
    ],
    ['a body that is none', { ...json({}), text: 'no JSON' }, null],
  ])('%s', (_, response, expected) => {
    const found = salt.fault(response);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });
});

describe('the options of a Salt source', () => {
  it('have defaults for all but name and password', () => {
    expect(salt.options.parse({ auth: { username: 'a', password: 'b' } })).toEqual({
      auth: { username: 'a', password: 'b', configName: 'internal', method: 'jwt' },
      decodeXsrf: false,
      maxPageSize: 1000,
      longestEventSeconds: 0,
    });
  });

  it.each([
    ['no auth', {}],
    ['an unknown method', { auth: { username: 'a', password: 'b', method: 'kerberos' } }],
    ['an unknown key', { auth: { username: 'a', password: 'b' }, prefix: '/raas' }],
    ['an empty page', { auth: { username: 'a', password: 'b' }, maxPageSize: 0 }],
  ])('refuse %s', (_, given) => {
    expect(salt.options.safeParse(given).success).toBe(false);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import {
  RIVERBED_CONFIG,
  RIVERBED_CREDENTIALS,
  type RiverbedOptions,
  type RiverbedSimulator,
  startRiverbed,
} from '../../simulators/riverbed/index.ts';
import { BASIC, bearer, getEvents, outcome, postJson, postToken, refresh, tokenOf } from './riverbed-client.ts';

let running: RiverbedSimulator | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function riverbed(options: Partial<RiverbedOptions> = {}): Promise<RiverbedSimulator> {
  const simulator = await startRiverbed({ events: 10, ...options });
  running = simulator;
  return simulator;
}

const { username, password, accessCode } = RIVERBED_CREDENTIALS;

describe('the token service', () => {
  it('makes a token of credentials, without a refresh token unless asked', async () => {
    const { url } = await riverbed();
    const answer = await postToken(url);
    expect(answer.status).toBe(201);
    const body = await tokenOf(answer);
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_at: expect.any(Number) });
    expect(Math.abs(body.expires_at - Date.now() / 1000 - 900)).toBeLessThan(30);
    expect((await getEvents(url, '', { authorization: `Bearer ${body.access_token}` })).status).toBe(200);
  });

  it('echoes the state', async () => {
    const { url } = await riverbed();
    expect((await tokenOf(postToken(url, { state: 'x-1' }))).state).toBe('x-1');
  });

  it('makes another token of a refresh token, also when the first has ended', async () => {
    const simulator = await riverbed();
    const first = await tokenOf(postToken(simulator.url, { generate_refresh_token: true }));
    simulator.expireSessions();
    const old = { authorization: `Bearer ${first.access_token}` };
    expect(await outcome(getEvents(simulator.url, '', old))).toEqual([401, 'AUTH_EXPIRED_TOKEN']);
    const answer = await refresh(simulator.url, first.refresh_token);
    expect(answer.status).toBe(200);
    const fresh = { authorization: `Bearer ${(await tokenOf(answer)).access_token}` };
    expect((await getEvents(simulator.url, '', fresh)).status).toBe(200);
  });

  it('refuses refresh tokens that ended, or that it never gave', async () => {
    const simulator = await riverbed();
    const { refresh_token } = await tokenOf(postToken(simulator.url, { generate_refresh_token: true }));
    simulator.expireSessions('all');
    expect(await outcome(refresh(simulator.url, refresh_token))).toEqual([401, 'AUTH_EXPIRED_TOKEN']);
    expect(await outcome(refresh(simulator.url, 'unknown'))).toEqual([401, 'AUTH_INVALID_SESSION']);
  });

  it('keeps 25 refresh tokens: one more pushes the oldest out', async () => {
    const { url } = await riverbed();
    const tokens: (string | undefined)[] = [];
    for (let count = 0; count < 26; count++) {
      tokens.push((await tokenOf(postToken(url, { generate_refresh_token: true }))).refresh_token);
    }
    const statuses = await Promise.all([tokens[0], tokens[1], tokens[25]].map((token) => refresh(url, token)));
    expect(statuses.map(({ status }) => status)).toEqual([401, 200, 200]);
  });

  it.each([
    [{ user_credentials: { username, password: 'wrong' } }, 401, 'AUTH_INVALID_CREDENTIALS'],
    [{ user_credentials: { username: 'admin', password } }, 401, 'AUTH_INVALID_CREDENTIALS'],
    [{ user_credentials: { username } }, 400, 'REQUEST_INVALID_INPUT'],
    [{ username, password }, 400, 'REQUEST_INVALID_INPUT'],
    [{ generate_refresh_token: 'yes' }, 400, 'REQUEST_INVALID_INPUT'],
  ])('answers %j with %i %s', async (body, status, id) => {
    const { url } = await riverbed();
    expect(await outcome(postToken(url, body))).toEqual([status, id]);
  });

  it('is at version 1.0 on older software, which says expires_in too', async () => {
    const { url } = await riverbed({ aaaVersion: '1.0' });
    expect(await outcome(postToken(url))).toEqual([404, 'RESOURCE_NOT_FOUND']);
    expect((await tokenOf(postToken(url, {}, '1.0'))).expires_in).toBe(900);
  });

  it('is not there on appliances that have only the common API', async () => {
    const { url } = await riverbed({ token: false });
    expect(await outcome(postToken(url))).toEqual([404, 'RESOURCE_NOT_FOUND']);
  });
});

describe('a request', () => {
  it.each([
    ['nothing', () => ({}), 'AUTH_REQUIRED'],
    ['a lower-case bearer', (token: string) => ({ authorization: `bearer ${token}` }), 'AUTH_REQUIRED'],
    ['the wrong bearer', (token: string) => ({ authorization: `SignedBearer ${token}` }), 'AUTH_INVALID_SESSION'],
    ['an unknown token', () => ({ authorization: 'Bearer nobody' }), 'AUTH_INVALID_SESSION'],
    ['an unknown cookie', () => ({ cookie: 'session_id=nobody' }), 'AUTH_INVALID_SESSION'],
    [
      'a wrong password',
      () => ({ authorization: `Basic ${Buffer.from('audit:x').toString('base64')}` }),
      'AUTH_INVALID_CREDENTIALS',
    ],
  ])('that brings %s is refused with 401', async (_, headers, id) => {
    const { url } = await riverbed();
    const { access_token } = await tokenOf(postToken(url));
    expect(await outcome(getEvents(url, '', headers(access_token)))).toEqual([401, id]);
    expect(await outcome(fetch(`${url}/api/npm.audit/1.1/config`, { headers: headers(access_token) }))).toEqual([
      401,
      id,
    ]);
  });

  it('ends its login after as many uses as it has, or when its time is over', async () => {
    const { url } = await riverbed({ requestsPerLogin: 1 });
    const headers = await bearer(url);
    expect((await getEvents(url, '', headers)).status).toBe(200);
    expect(await outcome(getEvents(url, '', headers))).toEqual([401, 'AUTH_EXPIRED_TOKEN']);
    await running?.close();
    const short = await riverbed({ tokenLifetimeMs: 0 });
    expect(await outcome(getEvents(short.url, '', await bearer(short.url)))).toEqual([401, 'AUTH_EXPIRED_TOKEN']);
  });

  it('finds nothing at another path, and no other method', async () => {
    const { url } = await riverbed();
    expect(await outcome(fetch(`${url}/api/npm.audit/1.0/events`, { headers: BASIC }))).toEqual([
      404,
      'RESOURCE_NOT_FOUND',
    ]);
    expect(await outcome(postJson(url, '/api/npm.audit/1.1/events', {}))).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });

  it('is refused in XML by some', async () => {
    const { url } = await riverbed({ errorForm: 'xml' });
    const answer = await getEvents(url, 'limit="<', BASIC);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/xml']);
    expect(await answer.text()).toContain(
      '<error error_id="REQUEST_INVALID_INPUT" error_text="limit: expected a whole number',
    );
  });
});

describe('the common API', () => {
  const methods = async (url: string) => (await (await fetch(`${url}/api/common/1.0/auth_info`)).json()) as unknown;

  it('tells anybody which logins and services there are', async () => {
    const { url } = await riverbed();
    expect(await methods(url)).toEqual({ supported_methods: ['BASIC', 'COOKIE', 'OAUTH_2_0'] });
    expect(await (await fetch(`${url}/api/common/1.0/services`)).json()).toContainEqual({
      id: 'npm.audit',
      versions: ['1.1'],
    });
  });

  it('refuses the ways in that are switched off, and does not offer them', async () => {
    const { url } = await riverbed({ basic: false, cookie: false, oauth: false });
    expect(await methods(url)).toEqual({ supported_methods: [] });
    expect(await outcome(getEvents(url))).toEqual([401, 'AUTH_REQUIRED']);
    expect((await postJson(url, '/api/common/1.0/login', { username, password })).status).toBe(404);
    expect((await postJson(url, '/api/common/1.0/oauth/token', {})).status).toBe(404);
  });

  it('gives a cookie, which is a login until it ends', async () => {
    const simulator = await riverbed();
    const answer = await postJson(simulator.url, '/api/common/1.0/login', { username, password });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await getEvents(simulator.url, '', { cookie })).status).toBe(200);
    simulator.expireSessions();
    expect(await outcome(getEvents(simulator.url, '', { cookie }))).toEqual([401, 'AUTH_EXPIRED_TOKEN']);
    const wrong = postJson(simulator.url, '/api/common/1.0/login', { username, password: 'x' });
    expect(await outcome(wrong)).toEqual([401, 'AUTH_INVALID_CREDENTIALS']);
  });

  const assertion = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${accessCode}.`;
  const oauth = (url: string, form: Readonly<Record<string, string>>) =>
    fetch(`${url}/api/common/1.0/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'access_code', assertion, state: 's-9', ...form }),
    });

  it.each([
    [false, 1, 'Bearer'],
    [true, 3, 'SignedBearer'],
  ])('makes a token of an access code (signed: %s): %i part, for %s', async (signedBearer, parts, scheme) => {
    const { url } = await riverbed({ signedBearer });
    const { access_token, state } = await tokenOf(oauth(url, {}));
    expect([access_token.split('.').length, state]).toEqual([parts, 's-9']);
    expect((await getEvents(url, '', { authorization: `${scheme} ${access_token}` })).status).toBe(200);
    const other = scheme === 'Bearer' ? 'SignedBearer' : 'Bearer';
    expect((await getEvents(url, '', { authorization: `${other} ${access_token}` })).status).toBe(401);
  });

  it.each([
    [{ grant_type: 'password' }, [400, 'REQUEST_INVALID_INPUT']],
    [{ assertion: accessCode }, [401, 'AUTH_INVALID_CREDENTIALS']],
    [{ assertion: assertion.slice(0, -1) }, [401, 'AUTH_INVALID_CREDENTIALS']],
    [{ assertion: `e30.${accessCode}.` }, [401, 'AUTH_INVALID_CREDENTIALS']],
    [{ assertion: assertion.replace(accessCode, 'other') }, [401, 'AUTH_INVALID_CREDENTIALS']],
  ])('refuses an access code sent as %j', async (form, expected) => {
    const { url } = await riverbed();
    expect(await outcome(oauth(url, form))).toEqual(expected);
  });

  it('takes the access code in a form only', async () => {
    const { url } = await riverbed();
    const body = { grant_type: 'access_code', assertion };
    expect(await outcome(postJson(url, '/api/common/1.0/oauth/token', body))).toEqual([400, 'REQUEST_INVALID_INPUT']);
  });
});

describe('the configuration', () => {
  const config = async (url: string) => (await fetch(`${url}/api/npm.audit/1.1/config`, { headers: BASIC })).json();

  it('is served: the usual one, or what was given', async () => {
    const { url } = await riverbed();
    expect(await config(url)).toEqual(RIVERBED_CONFIG);
    await running?.close();
    const given = { disabled_types: ['system'], retention: { period: 0, records: 5 }, system: { enabled: true } };
    expect(await config((await riverbed({ config: given })).url)).toEqual(given);
  });
});

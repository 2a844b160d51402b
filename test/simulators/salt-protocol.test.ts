import { afterEach, describe, expect, it } from 'vitest';
import { SALT_CREDENTIALS, type SaltOptions, type SaltSimulator, startSalt } from '../../simulators/salt/index.ts';
import { cookieOf, logIn, postLogin, postRpc, xsrfHeaders, xsrfOf } from './salt-client.ts';

let running: SaltSimulator | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function salt(options: Partial<SaltOptions> = {}): Promise<SaltSimulator> {
  const simulator = await startSalt({ events: 10, ...options });
  running = simulator;
  return simulator;
}

const CALL = { resource: 'audit', method: 'get_audit' };
const BASIC = `Basic ${Buffer.from(`${SALT_CREDENTIALS.username}:${SALT_CREDENTIALS.password}`).toString('base64')}`;
const errors = (message: string) => ({ errors: [expect.objectContaining({ title: expect.any(String), message })] });

describe('the login', () => {
  it('takes the XSRF cookie of the page, gives a JWT, and names the server', async () => {
    const { url } = await salt();
    const page = await fetch(`${url}/account/login`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(cookieOf(page, '_xsrf')).toMatch(/^2\|[0-9a-f]{8}\|[0-9a-f]{32}\|\d+$/);
    const answer = await postLogin(url, xsrfHeaders(cookieOf(page, '_xsrf')));
    const { jwt, attributes } = (await answer.json()) as { jwt: string; attributes: object };
    expect(jwt.split('.')).toHaveLength(3);
    expect(attributes).toEqual({ username: 'audit' });
    expect(answer.headers.get('raas-instance-id')).not.toBeNull();
  });

  it('replaces the XSRF token: the old one is refused from then on', async () => {
    const { url } = await salt();
    const before = await xsrfOf(url);
    const answer = await postLogin(url, before);
    const { jwt } = (await answer.json()) as { jwt: string };
    const authorization = `JWT ${jwt}`;
    expect((await postRpc(url, { ...before, authorization }, CALL)).status).toBe(403);
    const after = xsrfHeaders(cookieOf(answer, '_xsrf'));
    expect((await postRpc(url, { ...after, authorization }, CALL)).status).toBe(200);
  });

  it.each([
    ['no cookie and no header', () => ({})],
    ['no header', (sent: Readonly<Record<string, string>>) => ({ cookie: sent.cookie ?? '' })],
    ['no cookie', (sent: Readonly<Record<string, string>>) => ({ 'x-xsrftoken': sent['x-xsrftoken'] ?? '' })],
    [
      'a header that is not the cookie',
      (sent: Readonly<Record<string, string>>) => ({ ...sent, 'x-xsrftoken': 'other' }),
    ],
    ['a token the server never gave', () => xsrfHeaders('2|00000000|00|1')],
  ])('is refused with %s', async (_, broken) => {
    const { url } = await salt();
    const answer = await postLogin(url, broken(await xsrfOf(url)));
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-xsrftoken-missing')).not.toBeNull();
    expect(await answer.json()).toEqual(errors('missing xsrf'));
  });

  it('says it in the reason text where the build is older', async () => {
    const { url } = await salt({ xsrfFault: 'reason' });
    const answer = await postLogin(url, {});
    expect([answer.status, answer.statusText]).toEqual([403, 'Forbidden (missing xsrf)']);
    expect(answer.headers.get('x-xsrftoken-missing')).toBeNull();
  });

  it('needs no token and sets no cookie where XSRF is switched off', async () => {
    const { url } = await salt({ xsrf: false });
    expect(await xsrfOf(url)).toEqual({});
    const answer = await postLogin(url, {});
    expect([answer.status, cookieOf(answer, '_xsrf')]).toEqual([200, undefined]);
  });

  it('may send the bars of the cookie as %7C, and takes it back in either form', async () => {
    const { url } = await salt({ xsrfEncoded: true });
    const { cookie = '' } = await xsrfOf(url);
    expect(cookie).toContain('%7C');
    const token = cookie.slice('_xsrf='.length);
    expect((await postLogin(url, { cookie, 'x-xsrftoken': token.replaceAll('%7C', '|') })).status).toBe(200);
  });

  it.each([
    [{ password: 'wrong' }, 401],
    [{ username: 'root' }, 401],
    [{ config_name: 'ldap' }, 401],
    [{ config_name: undefined }, 200],
    [{ token_type: 'saml' }, 422],
    [{ password: undefined }, 400],
  ])('with %j answers %i', async (said, status) => {
    const { url } = await salt();
    const answer = await postLogin(url, await xsrfOf(url), said);
    expect(answer.status).toBe(status);
    if (status === 401) expect(await answer.json()).toEqual(errors('invalid credentials'));
  });

  it('knows its directory by another name where told so', async () => {
    const { url } = await salt({ configName: 'ldap' });
    expect((await postLogin(url, await xsrfOf(url), { config_name: 'ldap' })).status).toBe(200);
    expect((await postLogin(url, await xsrfOf(url), { config_name: undefined })).status).toBe(401);
  });

  it('may wrap its answer', async () => {
    const { url } = await salt({ wrapLogin: true });
    const answer = await postLogin(url, await xsrfOf(url));
    expect(await answer.json()).toEqual({ data: { jwt: expect.any(String), attributes: { username: 'audit' } } });
  });

  it('gives the cookie raas-session in place of a JWT where no token_type is sent', async () => {
    const { url } = await salt();
    const answer = await postLogin(url, await xsrfOf(url), { token_type: undefined });
    expect(await answer.json()).not.toHaveProperty('jwt');
    const [xsrf, session] = [cookieOf(answer, '_xsrf') ?? '', cookieOf(answer, 'raas-session') ?? ''];
    const headers = { 'x-xsrftoken': xsrf, cookie: `_xsrf=${xsrf}; raas-session=${session}` };
    expect((await postRpc(url, headers, CALL)).status).toBe(200);
  });
});

describe('a call', () => {
  it.each([
    [BASIC, 200],
    [`Basic ${Buffer.from('audit:wrong').toString('base64')}`, 401],
    ['JWT a.b.c', 401],
    ['Bearer a.b.c', 401],
    ['', 401],
  ])('with Authorization %j answers %i', async (authorization, status) => {
    const { url } = await salt();
    const answer = await postRpc(url, { ...(await xsrfOf(url)), authorization }, CALL);
    expect(answer.status).toBe(status);
  });

  it('needs the XSRF token with HTTP Basic too', async () => {
    const { url } = await salt();
    expect((await postRpc(url, { authorization: BASIC }, CALL)).status).toBe(403);
  });

  it('is refused HTTP Basic where that is switched off', async () => {
    const { url } = await salt({ basic: false });
    expect((await postRpc(url, { ...(await xsrfOf(url)), authorization: BASIC }, CALL)).status).toBe(401);
  });

  it.each(['401', 'html', '403-xsrf'] as const)(
    'with a lost session is told so in the form %s, until the next login',
    async (lostSession) => {
      const simulator = await salt({ lostSession });
      const headers = await logIn(simulator.url);
      expect((await postRpc(simulator.url, headers, CALL)).headers.get('content-type')).toContain('json');
      simulator.expireSessions();
      const answer = await postRpc(simulator.url, headers, CALL);
      expect(answer.status).toBe({ '401': 401, html: 200, '403-xsrf': 403 }[lostSession]);
      expect(answer.headers.get('content-type')?.startsWith('text/html')).toBe(lostSession === 'html');
      expect(answer.headers.has('x-xsrftoken-missing')).toBe(lostSession === '403-xsrf');
      if (lostSession === '401') expect(await answer.json()).toEqual(errors('jwt not authorized'));
      expect((await postLogin(simulator.url, headers)).status).toBe(lostSession === '403-xsrf' ? 403 : 200);
      expect((await postRpc(simulator.url, await logIn(simulator.url), CALL)).status).toBe(200);
    },
  );

  it('ends its login after as many uses as it has', async () => {
    const { url } = await salt({ requestsPerLogin: 2 });
    const headers = await logIn(url);
    const statuses = [
      await postRpc(url, headers, CALL),
      await postRpc(url, headers, CALL),
      await postRpc(url, headers, CALL),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 401]);
  });

  it('is refused once the lifetime of its JWT is over', async () => {
    const { url } = await salt({ jwtLifetimeMs: 0 });
    expect((await postRpc(url, await logIn(url), CALL)).status).toBe(401);
  });

  it('without the permission gets a 403 that is not about XSRF', async () => {
    const { url } = await salt({ permitted: false });
    const answer = await postRpc(url, await logIn(url), CALL);
    expect([answer.status, answer.headers.has('x-xsrftoken-missing')]).toEqual([403, false]);
  });

  it.each([
    ['', '/raas'],
    ['/raas', ''],
  ] as const)('is served under the prefix %j only', async (prefix, other) => {
    const { url } = await salt({ prefix });
    expect((await postRpc(url + prefix, await logIn(url + prefix), CALL)).status).toBe(200);
    expect((await fetch(`${url}${other}/rpc`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${url}${other}/account/login`)).status).toBe(404);
    expect((await fetch(`${url}${prefix}/rpc`)).status).toBe(405);
  });
});

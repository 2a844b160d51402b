import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ZSTACK_CREDENTIALS } from '../../simulators/zstack/index.ts';
import { AUDITS, call, login, sha512, signedIn, start } from './zstack-client.ts';

describe('the sign-in', () => {
  it('opens a session for a SHA-512 password and knows it afterwards', async () => {
    const simulator = await start();
    const { json, status } = await login(simulator);
    expect(status).toBe(200);
    expect(Object.keys(json.inventory)).toEqual(['uuid', 'accountUuid', 'userUuid', 'createDate', 'expiredDate']);
    expect(json.inventory.uuid).toMatch(/^[0-9a-f]{32}$/);
    const path = `/zstack/v1/accounts/sessions/${json.inventory.uuid}`;
    expect((await call(simulator, 'GET', `${path}/valid`)).json).toEqual({ valid: true });
    expect((await call(simulator, 'DELETE', path)).status).toBe(200);
    expect((await call(simulator, 'GET', `${path}/valid`)).json).toEqual({ valid: false });
  });

  it.each([
    ['a plain password', ZSTACK_CREDENTIALS.password],
    ['an upper-case hash', sha512(ZSTACK_CREDENTIALS.password).toUpperCase()],
  ])('refuses %s as 503 ID.1000', async (_, password) => {
    expect(await login(await start(), password)).toMatchObject({ status: 503, json: { error: { code: 'ID.1000' } } });
  });

  it.each([
    [400, '{"login":{}}'],
    [400, '{"logInByAccount":[]}'],
    [500, '{'],
  ])('answers %i in plain text to the body %s', async (status, body) => {
    const answer = await call(await start(), 'PUT', '/zstack/v1/accounts/login', body);
    expect(answer).toMatchObject({ status, json: undefined });
  });

  it('answers an ended session with 503 ID.1001, and a new login goes on', async () => {
    const simulator = await start();
    const before = await signedIn(simulator);
    simulator.expireSessions();
    expect(await before.audits()).toMatchObject({ status: 503, json: { error: { code: 'ID.1001' } } });
    expect((await (await signedIn(simulator)).audits()).status).toBe(200);
  });

  it('ends a session when its life is over, which renewing puts off', async () => {
    let now = 1_000_000;
    const simulator = await start({ clock: () => now, sessionLifetimeMs: 1000 });
    const { audits, uuid } = await signedIn(simulator);
    now += 999;
    expect(
      (await call(simulator, 'PUT', `/zstack/v1/accounts/sessions/${uuid}/renew`, { renewSession: {} })).status,
    ).toBe(200);
    now += 999;
    expect((await audits()).status).toBe(200);
    now += 1;
    expect((await audits()).json.error.code).toBe('ID.1001');
    expect((await call(simulator, 'PUT', `/zstack/v1/accounts/sessions/${uuid}/renew`)).json.error.code).toBe(
      'ID.1001',
    );
  });

  it('ends a session after so many calls, if it is told to', async () => {
    const { audits } = await signedIn(await start({ sessionUses: 2 }));
    expect([(await audits()).status, (await audits()).status, (await audits()).status]).toEqual([200, 200, 503]);
  });

  it('refuses more sessions than it holds with ID.1006', async () => {
    const simulator = await start({ maxSessions: 1 });
    await login(simulator);
    expect((await login(simulator)).json.error.code).toBe('ID.1006');
  });

  it('lets a login kick out the other session of the account, if it is told to', async () => {
    const simulator = await start({ singleSession: true });
    const first = await signedIn(simulator);
    await login(simulator);
    expect((await first.audits()).json.error.code).toBe('ID.1001');
  });

  it('writes logins into the audits only if it is told to, failed ones without a resource', async () => {
    const silent = await start({ records: [] });
    await login(silent);
    expect(silent.records).toEqual([]);
    const simulator = await start({ records: [], loginRows: true });
    await login(simulator, 'wrong');
    const { rows, uuid } = await signedIn(simulator);
    const found = await rows('auditType=Login');
    expect(found.map(({ resourceUuid }) => resourceUuid).toSorted()).toEqual(['', uuid].toSorted());
    expect(found.filter(({ error }) => error !== undefined)).toHaveLength(1);
  });
});

describe('the Authorization header', () => {
  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Bearer x' }],
    ['a signature without its colon', { authorization: 'ZStack abc', date: new Date().toUTCString() }],
    ['a signature without a date', { authorization: 'ZStack a:b' }],
    ['an unreadable date', { authorization: 'ZStack a:b', date: 'yesterday' }],
  ])('is refused as 400 in plain text with %s', async (_, headers) => {
    const answer = await call(await start(), 'GET', AUDITS, undefined, headers as Record<string, string>);
    expect(answer).toMatchObject({ status: 400, json: undefined });
  });

  it('names an unknown session in a 503', async () => {
    const answer = await call(await start(), 'GET', AUDITS, undefined, { authorization: 'OAuth 0123' });
    expect(answer).toMatchObject({ status: 503, json: { error: { code: 'ID.1001' } } });
  });

  function signed(date: string, path = '/v1/zwatch/audits') {
    const text = `GET\n${date}\n${path}`;
    const signature = createHmac('sha1', ZSTACK_CREDENTIALS.accessKeySecret).update(text).digest('base64');
    return { authorization: `ZStack ${ZSTACK_CREDENTIALS.accessKeyId}:${signature}`, date };
  }

  it.each([
    'Mon, 04 Nov 2024 12:00:00 GMT',
    'Mon, 04 Nov 2024 12:14:59 UTC',
    'Mon, 04 Nov 2024 20:00:00 Asia/Shanghai',
    'Mon, 04 Nov 2024 09:30:00 GMT-02:30',
  ])('takes a signature over method, date and path, dated %s', async (date) => {
    const simulator = await start({ clock: () => Date.UTC(2024, 10, 4, 12) });
    expect((await call(simulator, 'GET', `${AUDITS}?limit=1`, undefined, signed(date))).status).toBe(200);
  });

  it('answers 403 in plain text to a date too far away', async () => {
    const simulator = await start({ clock: () => Date.UTC(2024, 10, 4, 12) });
    const answer = await call(simulator, 'GET', AUDITS, undefined, signed('Mon, 04 Nov 2024 12:15:01 GMT'));
    expect(answer).toMatchObject({ status: 403, json: undefined });
  });

  it('refuses a signature over the path with its context or its query', async () => {
    const simulator = await start();
    for (const path of [AUDITS, '/v1/zwatch/audits?limit=1']) {
      const answer = await call(
        simulator,
        'GET',
        `${AUDITS}?limit=1`,
        undefined,
        signed(new Date().toUTCString(), path),
      );
      expect(answer.json.error.code).toBe('ID.1000');
    }
  });
});

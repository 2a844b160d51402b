import { describe, expect, it } from 'vitest';
import { fromMillis, type Instant } from '../../../src/domain/instant.ts';
import type { Exchange, Session } from '../../../src/sources/adapter.ts';
import { dateHeader } from '../../../src/sources/zstack/access-key.ts';
import { zstack } from '../../../src/sources/zstack/index.ts';
import { options, response } from './server.ts';

const AT = fromMillis(Date.parse('2017-11-10T02:14:09Z'));
const DATED = { headers: { date: 'Fri, 10 Nov 2017 02:14:09 GMT' } };
const SESSION = 'b86c9016b4f24953a9edefb53ca0678c';
const KEY = { auth: { accessKeyId: 'key-1', accessKeySecret: 'key-secret' } };

function login(): Exchange<Session | null> {
  const first = zstack.login?.(options());
  if (!first) throw new Error('expected a login');
  return first;
}

function inventory(expiredDate: unknown, createDate: unknown = 'Nov 10, 2017 10:14:09 AM') {
  return { inventory: { uuid: SESSION, accountUuid: 'a', userUuid: 'u', createDate, expiredDate } } as never;
}

describe('a ZStack session', () => {
  it('begins with the SHA-512 of the password', () => {
    expect(login().request).toEqual({
      method: 'PUT',
      path: '/zstack/v1/accounts/login',
      json: {
        logInByAccount: {
          accountName: 'admin',
          password:
            '56b698defedb5a435b634afe3320bbaf3fdcd920b6c503a446fc7b7a776b298d' +
            '479d1ba6a8b617808eb0bf579ce9a95d668347bcab7149085ac93cb27995197b',
        },
      },
    });
  });

  it('is a header, and ends when its two local times say, seen from the time of the answer', () => {
    const { result, next } = login().read(response(inventory('Nov 10, 2017 12:14:09 PM'), DATED));
    expect(next).toBeNull();
    expect(result?.headers).toEqual({ authorization: `OAuth ${SESSION}` });
    expect(result?.expiresAt).toBe(fromMillis(Date.parse('2017-11-10T04:14:09Z')));
  });

  it.each<[string, unknown, unknown, Record<string, string>, Instant | null]>([
    [
      'a blank of the newer Java',
      'Nov 10, 2017 12:14:09\u202fPM',
      'Nov 10, 2017 10:14:09\u202fAM',
      DATED.headers,
      fromMillis(AT / 1000 + 7_200_000),
    ],
    ['a zone', '2017-11-10T04:14:09Z', undefined, {}, fromMillis(AT / 1000 + 7_200_000)],
    ['no date on the answer', 'Nov 10, 2017 12:14:09 PM', 'Nov 10, 2017 10:14:09 AM', {}, null],
    ['an unreadable end', 'tomorrow', 'Nov 10, 2017 10:14:09 AM', DATED.headers, null],
    ['an unreadable beginning', 'Nov 10, 2017 12:14:09 PM', null, DATED.headers, null],
    ['an end that is no text', 7, 'Nov 10, 2017 10:14:09 AM', DATED.headers, null],
  ])('with %s ends then, or nobody knows when', (_, expired, created, headers, expected) => {
    expect(login().read(response(inventory(expired, created), { headers })).result?.expiresAt).toBe(expected);
  });

  it('is renewed by its own request, and ends later', () => {
    const renew = login().read(response(inventory('Nov 10, 2017 12:14:09 PM'), DATED)).result?.renew;
    expect(renew?.request).toEqual({
      method: 'PUT',
      path: `/zstack/v1/accounts/sessions/${SESSION}/renew`,
      headers: { authorization: `OAuth ${SESSION}` },
      json: { renewSession: {} },
    });
    const later = renew?.read(response(inventory('Nov 10, 2017 01:14:09 PM'), {})).result;
    expect(later?.headers).toEqual({ authorization: `OAuth ${SESSION}` });
    expect(later?.expiresAt).toBe(fromMillis(Date.parse('2017-11-10T05:14:09Z')));
    expect(later?.renew).not.toBeNull();
  });

  it('is not renewed by an answer without one, as builds give that renew in a job', () => {
    const renew = login().read(response(inventory('x'), DATED)).result?.renew;
    expect(() =>
      renew?.read(response({ location: 'http://cloud.example/zstack/v1/api-jobs/1' }, { status: 202 })),
    ).toThrow('unexpected answer at inventory');
  });

  it('is sent with each request beside what stands there', () => {
    const held = login().read(response(inventory('x'), DATED)).result;
    const request = { method: 'GET', path: '/zstack/v1/zwatch/audits', headers: { 'x-other': '1' } } as const;
    expect(zstack.authorize(request, held, options(), AT)).toEqual({
      ...request,
      headers: { 'x-other': '1', authorization: `OAuth ${SESSION}` },
    });
    expect(zstack.authorize(request, null, options(), AT)).toEqual(request);
  });
});

describe('a ZStack access key', () => {
  it('needs no login', () => {
    expect(zstack.login?.(options(KEY))).toBeNull();
  });

  it('signs method, date and the path from /v1 on, without its query', () => {
    const request = { method: 'GET', path: '/zstack/v1/zwatch/audits', query: [['limit', '1']] } as const;
    expect(zstack.authorize(request, null, options(KEY), AT)).toEqual({
      ...request,
      headers: {
        date: 'Fri, 10 Nov 2017 02:14:09 UTC',
        authorization: 'ZStack key-1:XXiYoW3x1ns4f9J9u0fURTHQvr4=',
      },
    });
  });

  it.each([
    ['UTC', 'Fri, 10 Nov 2017 02:14:09 UTC'],
    ['Asia/Shanghai', 'Fri, 10 Nov 2017 10:14:09 Asia/Shanghai'],
    ['America/New_York', 'Thu, 09 Nov 2017 21:14:09 America/New_York'],
  ])('dates a request by the clock of %s', (zone, header) => {
    expect(dateHeader(AT, zone)).toBe(header);
  });

  it('writes midnight as 00', () => {
    expect(dateHeader(fromMillis(Date.parse('2024-01-01T00:00:00Z')), 'UTC')).toBe('Mon, 01 Jan 2024 00:00:00 UTC');
  });
});

describe('the options of a ZStack source', () => {
  it.each<[string, unknown]>([
    ['no way to sign in', {}],
    ['half of an account', { auth: { accountName: 'admin' } }],
    ['both ways at once', { auth: { ...KEY.auth, accountName: 'admin', password: 'x' } }],
    ['a time zone that is none', { ...KEY, timeZone: 'Mars/Olympus' }],
    ['a context path with a query', { ...KEY, contextPath: '/zstack?x' }],
    ['no limit', { ...KEY, maxLimit: 0 }],
  ])('refuse %s', (_, given) => {
    expect(zstack.options.safeParse(given).success).toBe(false);
  });

  it('are all described', () => {
    for (const option of Object.values(zstack.options.shape))
      expect(option).toHaveProperty('description', expect.any(String));
  });
});

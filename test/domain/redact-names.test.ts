import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { BUILT_IN, REDACTED, redact } from '../../src/domain/redact.ts';
import { MEMBERS_BESIDE, NAMING_MEMBERS, SECRET_NAMES } from '../../src/domain/redaction/secret-names.ts';

const redacted = (value: Json): Json => redact(value, BUILT_IN);

test('the tables that ids depend on are these', () => {
  expect(SECRET_NAMES).toEqual([
    'password',
    'passwd',
    'pwd',
    'passphrase',
    'passcode',
    'secret',
    'token',
    'cookie',
    'authorization',
    'credential',
    'credentials',
    'apikey',
    'accesskey',
    'secretkey',
    'privatekey',
    'jwt',
  ]);
  expect(NAMING_MEMBERS).toEqual(['field', 'path', 'name', 'key']);
  expect(MEMBERS_BESIDE).toEqual(['value', 'old', 'new', 'oldvalue', 'before', 'after']);
  expect(BUILT_IN).toEqual({ keys: [] });
  expect([SECRET_NAMES, NAMING_MEMBERS, MEMBERS_BESIDE, BUILT_IN, BUILT_IN.keys].every(Object.isFrozen)).toBe(true);
});

describe('by name', () => {
  test.each(SECRET_NAMES)('what ends in %s goes, in the plural too, in any case and style', (name) => {
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    for (const styled of [
      name,
      `${name}s`,
      name.toUpperCase(),
      `vnc${capital}`,
      `X-${capital}`,
      `my_${name}`,
      `a.${name}s`,
    ]) {
      expect(redacted({ [styled]: 'hunter2' })).toEqual({ [styled]: REDACTED });
    }
  });

  test.each([
    'X-Xsrftoken',
    'vncPassword',
    'Api-Key',
    'access_key',
    'SECRET.KEY',
    'private key',
    'Set-Cookie',
    'p-w-d',
  ])('%s gives way', (name) => expect(redacted({ [name]: 'hunter2' })).toEqual({ [name]: REDACTED }));

  test.each(['secret_name', 'tokenId', 'token_type', 'passwordChangedAt', 'key', 'cookieJarSize', 'authorize', 'pass'])(
    '%s stays',
    (name) => expect(redacted({ [name]: 'hunter2' })).toEqual({ [name]: 'hunter2' }),
  );

  test('the whole value goes, whatever its type, but for null, booleans and empty texts', () => {
    const value = { password: { a: 1 }, tokens: ['a', 'b'], secret: 17, pwd: [], jwt: {}, apiKey: ' ', cookie: 0 };
    expect(redacted(value)).toEqual(Object.fromEntries(Object.keys(value).map((name) => [name, REDACTED])));
    const kept = { password: null, token: true, secret: false, cookie: '' };
    expect(redacted(kept)).toEqual(kept);
  });

  test.each([
    ['Authorization', 'Basic cm9vdDpzYWx0MQ==', 'Basic [REDACTED]'],
    ['Authorization', 'Bearer abc.def', 'Bearer [REDACTED]'],
    ['authorization', 'JWT eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln', 'JWT [REDACTED]'],
    ['Authorization', 'OAuth b86c9016b4f24953a9edefb53ca0678c', 'OAuth [REDACTED]'],
    ['Authorization', 'Api-Token dt0c01.ABC.DEF', 'Api-Token [REDACTED]'],
    ['Authorization', 'APIToken abc', 'APIToken [REDACTED]'],
    ['Authorization', 'SignedBearer a.b.c', 'SignedBearer [REDACTED]'],
    ['Authorization', 'ZStack key:signature', 'ZStack [REDACTED]'],
    ['Proxy-Authorization', 'Digest username="root", response="abc"', 'Digest [REDACTED]'],
    ['X-Auth-Token', 'bearer abc', 'bearer [REDACTED]'],
    ['Authorization', 'Sesame open the door', '[REDACTED]'],
    ['Authorization', 'cm9vdDpzYWx0MQ==', '[REDACTED]'],
    ['Authorization', 'Basic', '[REDACTED]'],
    ['Cookie', 'raas-session="2|1:0|abc"; _xsrf=def', '[REDACTED]'],
    ['password', 'Basic training', '[REDACTED]'],
  ])('of a header value the scheme word stays: %s: %s', (name, value, shown) => {
    expect(redacted({ [name]: value })).toEqual({ [name]: shown });
  });

  test('headers listed as pairs are covered as well', () => {
    const headers = [
      ['Host', 'localhost'],
      ['Authorization', 'Basic x'],
      ['X-Xsrftoken', 'abc'],
      ['token', 'of', 'three'],
    ];
    const shown = [['Host', 'localhost'], ['Authorization', 'Basic [REDACTED]'], ['X-Xsrftoken', REDACTED], headers[3]];
    expect(redacted(headers)).toEqual(shown);
    expect(redacted(['token', 'abc'])).toEqual(['token', 'abc']);
  });

  test('a key of the configuration covers what ends in it, taken as names are', () => {
    const value = { 'card-PIN': '1234', pin: 1, pinned: 'x', Ключ: 'a', 'x.y': 'z' };
    const rules = { keys: ['P_i_n', 'ключ', '--'] };
    expect(redact(value, rules)).toEqual({ ...value, 'card-PIN': REDACTED, pin: REDACTED, Ключ: REDACTED });
    expect(redacted(value)).toEqual(value);
  });
});

describe('by the name beside it', () => {
  const beside = { value: 'a', old: ['b'], new: 1, oldValue: { c: 1 }, before: 'd', after: 'e' };
  const gone = Object.fromEntries(Object.keys(beside).map((name) => [name, REDACTED]));

  test.each([
    { field: 'password' },
    { name: 'X-Xsrftoken' },
    { key: 'a.b.apiKey' },
    { path: '/settings/password' },
    { path: 'users[0].passwords' },
    { path: '/tokens/-' },
    { path: '/credentials/0' },
    { Key: 'vnc_password' },
    { field: 'api.key' },
  ])('%j names a secret, so its values go', (naming) => {
    expect(redacted({ ...beside, ...naming, op: 'replace' })).toEqual({ ...gone, ...naming, op: 'replace' });
  });

  test.each([
    { field: 'secret_name' },
    { path: '/password/length' },
    { path: '/api/key' },
    { path: 'api.key' },
    { name: 5 },
    { title: 'password' },
  ])('%j names none, so its values stay', (naming) => {
    expect(redacted({ ...beside, ...naming })).toEqual({ ...beside, ...naming });
  });

  test('null, booleans and empty texts stay, and of a header the scheme word', () => {
    const kept = { name: 'password', value: null, old: true, new: '' };
    expect(redacted(kept)).toEqual(kept);
    expect(redacted({ name: 'Authorization', value: 'Basic eDp5' })).toEqual({
      name: 'Authorization',
      value: 'Basic [REDACTED]',
    });
  });

  test('a name does not reach into other objects', () => {
    const value = [{ name: 'password' }, { value: 'x', child: { value: 'y' } }];
    expect(redacted(value)).toEqual(value);
  });
});

test("Salt's record of a failed login keeps all but the credentials", () => {
  const headers = {
    Host: 'localhost:8080',
    Accept: '*/*',
    'User-Agent': 'curl/7.65.0',
    'Content-Type': 'application/x-www-form-urlencoded',
    Authorization: 'Basic cm9vdDpzYWx0MQ==',
    'Content-Length': '41',
  };
  const record = {
    id: 175,
    start_time: '2019-06-05T21:12:53.190506+00:00',
    event_type: 'auth',
    account_uuid: null,
    session_uuid: '4642ef92-d5ac-4ea2-b95d-2055b43f2193',
    failed: true,
    event_data: {
      note: 'User root: authentication failed: invalid basic-auth credentials',
      status: 401,
      headers,
    },
  };
  expect(redacted(record)).toEqual({
    ...record,
    event_data: { ...record.event_data, headers: { ...headers, Authorization: 'Basic [REDACTED]' } },
  });
});

describe('the rest of a value stays as it was', () => {
  test('members keep their order, and __proto__ is a member like any other', () => {
    const value = JSON.parse('{"z":1,"__proto__":{"password":"x","b":2},"password":"y","a":-0.5}') as Json;
    expect(JSON.stringify(redacted(value))).toBe(
      '{"z":1,"__proto__":{"password":"[REDACTED]","b":2},"password":"[REDACTED]","a":-0.5}',
    );
  });

  test('names of members are texts too', () => {
    expect(redacted({ 'Bearer abc': 1, 'https://u:p@h': 2 })).toEqual({
      'Bearer [REDACTED]': 1,
      'https://u:[REDACTED]@h': 2,
    });
  });

  test('the value given is not changed', () => {
    const value = { list: [{ password: 'x' }] };
    redacted(value);
    expect(value).toEqual({ list: [{ password: 'x' }] });
  });

  test('depth is no limit', () => {
    const nested = (inner: Json): Json =>
      Array.from({ length: 50_000 }).reduce<Json>((value, _, level) => (level % 2 ? [value] : { a: value }), inner);
    let innermost: Json = redacted(nested({ password: 'x', kept: 'y' }));
    for (let level = 49_999; level >= 0; level -= 1) {
      innermost = (innermost as Record<string, Json>)[level % 2 ? 0 : 'a'] ?? null;
    }
    expect(innermost).toEqual({ password: REDACTED, kept: 'y' });
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BUILT_IN, redactText } from '../../src/domain/redact.ts';
import { AUTH_SCHEMES } from '../../src/domain/redaction/auth-scheme.ts';
import { PROSE_WORDS } from '../../src/domain/redaction/prose-words.ts';
import { SHAPE_SCHEMES } from '../../src/domain/redaction/scheme-credential.ts';

const redacted = (text: string): string => redactText(text, BUILT_IN);

test('the tables that ids depend on are these', () => {
  expect(SHAPE_SCHEMES).toEqual(['Basic', 'Bearer', 'JWT', 'OAuth', 'SignedBearer', 'Api-Token', 'APIToken']);
  expect([...AUTH_SCHEMES].join(' ')).toBe(
    'basic bearer jwt oauth signedbearer api-token apitoken apikey token zstack digest negotiate ntlm hawk hoba mutual dpop gnap vapid scram-sha-1 scram-sha-256 aws4-hmac-sha256',
  );
  const words = createHash('sha256')
    .update([...PROSE_WORDS].join(' '))
    .digest('hex');
  expect(words).toBe('08760173a5a8525a7cc035b598cf5dc9475e9007b21f209e5d816f62cbf2aa27');
});

const CASES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'a scheme word and what follows': [
    ['Basic cm9vdDpzYWx0MQ==', 'Basic [REDACTED]'],
    ['Basic x', 'Basic [REDACTED]'],
    ['sent Bearer abc.def-ghi, then left', 'sent Bearer [REDACTED], then left'],
    ['(JWT abc)', '(JWT [REDACTED])'],
    ['bearer abc', 'bearer [REDACTED]'],
    ['basic cm9vdDpzYWx0MQ==', 'basic [REDACTED]'],
    ['OAuth "abc"', 'OAuth "[REDACTED]"'],
    ['log: a\\nBearer abc', 'log: a\\nBearer [REDACTED]'],
    ['Bearer%20abc', 'Bearer%20[REDACTED]'],
    ['Basic eDp5eg==, user=root', 'Basic [REDACTED], user=root'],
    ['Bearer realm-abc', 'Bearer [REDACTED]'],
    ['SignedBearer a.b.c', 'SignedBearer [REDACTED]'],
    ['OAuth oauth_consumer_key="a", oauth_signature="b" sent', 'OAuth [REDACTED] sent'],
  ],
  'JSON Web Tokens': [
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1', '[REDACTED]'],
    ['<eyJhbGciOiJub25lIn0.code.>', '<[REDACTED]>'],
    ['cut: eyJhbGciOiJIUzI1NiJ9.eyJzd', 'cut: [REDACTED]'],
    ['a=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc&b=1', 'a=[REDACTED]&b=1'],
  ],
  'tokens with a public part': [
    ['dt0c01.abc123.abcdefjhij1234567890', 'dt0c01.abc123.[REDACTED]'],
    ['by dt0c01.ABC.DEF.', 'by dt0c01.ABC.[REDACTED].'],
    ['Api-Token dt0c01.ABC.DEF', 'Api-Token dt0c01.ABC.[REDACTED]'],
    ["-H 'Authorization: Api-Token dt0c01.ABC.DEF'", "-H 'Authorization: Api-Token dt0c01.ABC.[REDACTED]'"],
  ],
  'private keys': [
    ['a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b', 'a [REDACTED] b'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl', '[REDACTED]'],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----', '[REDACTED]'],
  ],
  'passwords in URLs': [
    ['postgres://root:hunter2@db:5432/a', 'postgres://root:[REDACTED]@db:5432/a'],
    ['redis://:hunter2@db', 'redis://:[REDACTED]@db'],
    ['https://u:p@ss:word@host/x?mail=a@b.c', 'https://u:[REDACTED]@host/x?mail=a@b.c'],
    ['cut: https://u:hunt', 'cut: https://u:[REDACTED]'],
    ['amqp://u:p/w@host', 'amqp://u:[REDACTED]@host'],
  ],
  assignments: [
    ['pwd: x', 'pwd: [REDACTED]'],
    ['token=abc&next=1', 'token=[REDACTED]&next=1'],
    ['GET /a?access_token=abc&b=2 HTTP/1.1', 'GET /a?access_token=[REDACTED]&b=2 HTTP/1.1'],
    ['password="my secret" user=x', 'password="[REDACTED]" user=x'],
    ["password='it is'", "password='[REDACTED]'"],
    ['password="a\\"b" x', 'password="[REDACTED]" x'],
    ['password="cut off in the', 'password="[REDACTED]"'],
    ['user=a,password=b,host=c', 'user=a,password=[REDACTED],host=c'],
    ['Server=db;Pwd=a,b;Encrypt=true', 'Server=db;Pwd=[REDACTED];Encrypt=true'],
    ['[password=abc]', '[password=[REDACTED]]'],
    ['(token: abc)', '(token: [REDACTED])'],
    ['user[password]=x&b=1', 'user[password]=[REDACTED]&b=1'],
    ['tokens: [a, b] c', 'tokens: [REDACTED] c'],
    ['"password"=>"x"', '"password"=>"[REDACTED]"'],
    ["{u'password': u'x', 'user': u'y'}", "{u'password': u'[REDACTED]', 'user': u'y'}"],
    ['API key: abc', 'API key: [REDACTED]'],
    ['login --password hunter2 --user x', 'login --password [REDACTED] --user x'],
    ['token: Bearer "abc"', 'token: Bearer "[REDACTED]"'],
  ],
  'headers in a text': [
    [
      'Authorization: Basic eDp5\r\nCookie: a=b; c="d e"; f\r\nX-Xsrftoken: 2|a|b\r\nHost: h',
      'Authorization: Basic [REDACTED]\r\nCookie: [REDACTED]\r\nX-Xsrftoken: [REDACTED]\r\nHost: h',
    ],
    ['Authorization: Sesame open door\nHost: h', 'Authorization: [REDACTED]\nHost: h'],
    ['Authorization: Digest username="a", response="b"\nHost: h', 'Authorization: Digest [REDACTED]\nHost: h'],
    ['Authorization: Digest "a b"\nHost: h', 'Authorization: Digest "[REDACTED]"\nHost: h'],
    ['curl -H "Authorization: Sesame door" -v', 'curl -H "Authorization: [REDACTED]" -v'],
  ],
};

describe.each(Object.entries(CASES))('by shape: %s', (_, cases) => {
  test.each(cases)('%j', (text, shown) => {
    expect(redacted(text)).toBe(shown);
    expect(redacted(shown)).toBe(shown);
  });
});

test.each([
  'User root: authentication failed: invalid basic-auth credentials',
  'the basic auth failed',
  'basic settings changed',
  'a basic understanding of it',
  'OAuth login failed',
  'OAuth 2.0 client created',
  'JWT expired',
  '"jwt not authorized"',
  'WWW-Authenticate: Basic realm="raas"',
  'WWW-Authenticate: Bearer error="invalid_token"',
  'OAuth токен отозван',
  'secret_name: x, tokenId=4',
  'password=',
  'password= ',
  'Enter password: ',
  'password: null',
  'set "token=" to',
  'Auth::Token::Create',
  '--password is required',
  'dt0c01.ABC',
  '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----',
  'http://host:8080/path/user@example.com',
  'https://host:8443',
  'ssh://git@host:22/a@b',
  'http://[::1]:80/a:b@c',
  'https://user:@host',
  'builtin:alerting (scope): 0f1e2d3c: token name',
  '2019-06-05T21:12:53.190506+00:00',
  '[{"a":"b"}] {"c":1.50} "d" \\"e\\" [not json',
])('%j stays', (text) => {
  expect(redacted(text)).toBe(text);
});

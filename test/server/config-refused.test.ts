import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { env, F5, SALT, useConfigFiles } from './config-files.ts';

const { folder, problems } = useConfigFiles();

describe('a configuration that is refused', () => {
  const ID = '/^[a-z0-9][a-z0-9._-]{0,62}$/';
  const salt = (from: string | RegExp, to: string) => `sources: [${SALT.replace(from, to)}]`;

  it.each<[why: string, text: string, problems: readonly string[]]>([
    ['an unknown key', 'servers: {}', ['servers: expected no such key here, but got one; did you mean server?']],
    [
      'an unknown key inside',
      'server: { prot: 1 }',
      ['server.prot: expected no such key here, but got one; did you mean port?'],
    ],
    ['a list for a mapping', 'server: []', ['server: expected a mapping, but got a list']],
    ['a text for the whole', 'hello', ['the file: expected a mapping, but got a text of 5 characters']],
    [
      'a port that is none',
      'server: { port: 70000 }',
      ['server.port: expected a number of at most 65535, but got 70000'],
    ],
    ['a port that is a text', 'server: { port: web }', ['server.port: expected a number, but got "web"']],
    ['an empty host', 'server: { host: "" }', ['server.host: expected a text of at least 1 characters, but got ""']],
    [
      'a host that others reach',
      'server: { host: 0.0.0.0 }',
      [
        'server.host: expected a loopback address, for without authentication the gateway answers nobody else; but got "0.0.0.0"',
      ],
    ],
    [
      'authentication, which is not there yet',
      'auth: { tokens: [] }',
      [
        'auth: expected to be left out, for access control is not available yet and nothing may look protected that is not; but got a value',
      ],
    ],
    [
      'a limit of nothing',
      'limits: { maxPageSize: 0 }',
      ['limits.maxPageSize: expected a number of at least 1, but got 0'],
    ],
    [
      'an unknown kind',
      salt('kind: salt', 'kind: pepper'),
      ['sources[0].kind: expected one of salt, riverbed, zstack, f5xc, astromkey, but got "pepper"'],
    ],
    [
      'no kind',
      salt('kind: salt, ', ''),
      ['sources[0].kind: expected one of salt, riverbed, zstack, f5xc, astromkey, but got nothing'],
    ],
    ['another mode', salt('live', 'dead'), ['sources[0].mode: expected one of live, archive, but got "dead"']],
    [
      'the key of the store',
      salt('id: salt', 'id: gateway'),
      ['sources[0].id: expected an id that is not `gateway`, which is the store itself, but got "gateway"'],
    ],
    [
      'an id with capitals',
      salt('id: salt', 'id: Salt'),
      [`sources[0].id: expected a text like ${ID}, but got "Salt"`],
    ],
    ['no id', salt('id: salt, ', ''), ['sources[0].id: expected a text, but got nothing']],
    [
      'two sources with one id',
      `sources: [${SALT}, ${F5.replace('id: f5', 'id: salt')}]`,
      ['sources[1].id: expected an id that no other source has, but got that of sources[0]: "salt"'],
    ],
    [
      'an address that is none',
      salt('https://salt.example', 'salt.example'),
      [
        'sources[0].url: expected an http:// or https:// address without user, query and fragment, but got a text of 12 characters',
      ],
    ],
    [
      'a password in an address',
      salt('https://salt', 'https://me:hush@salt'),
      [
        'sources[0].url: expected an http:// or https:// address without user, query and fragment, but got a text of 28 characters',
      ],
    ],
    [
      'a key of no vendor',
      salt(', auth', ', colour: red, auth'),
      ['sources[0].colour: expected no such key here, but got one'],
    ],
    [
      'a key of another vendor',
      salt(', auth', ', namespace: n, auth'),
      ['sources[0].namespace: expected no such key here, but got one'],
    ],
    ['no credentials', salt(/, auth: .*\}/, ' }'), ['sources[0].auth: expected a mapping, but got nothing']],
    [
      'a time that is none',
      salt(', auth', ', backfillFrom: yesterday, auth'),
      [
        'sources[0].backfillFrom: expected epoch milliseconds, RFC 3339, or a time relative to now, but got "yesterday"',
      ],
    ],
    [
      'no time to wait',
      salt(', auth', ', timeoutMs: 0, auth'),
      ['sources[0].timeoutMs: expected a number of at least 1, but got 0'],
    ],
    [
      'a missing variable',
      salt('hush-hush', env('SALT_PASSWORD')),
      ['sources[0].auth.password: expected the environment variable SALT_PASSWORD to be set, but it is not'],
    ],
    [
      'a missing file',
      salt('hush-hush', '{ file: nowhere }'),
      ['sources[0].auth.password: expected the file "nowhere" to be readable, but got no such file or folder (ENOENT)'],
    ],
    [
      'a certificate authority that is not there',
      salt(', auth', ', tls: { caFile: nowhere.pem }, auth'),
      [
        'sources[0].tls.caFile: expected the file "nowhere.pem" to be readable, but got no such file or folder (ENOENT)',
      ],
    ],
    [
      'a file whose name is a missing variable',
      salt('hush-hush', `{ file: "${env('NOWHERE')}" }`),
      ['sources[0].auth.password: expected the environment variable NOWHERE to be set, but it is not'],
    ],
    ['what is no YAML', 'server: {', ['line 1: expected YAML, but got bad indent']],
    ['a key twice', 'server: {}\nserver: {}', ['line 2: expected YAML, but got duplicate key']],
  ])('has %s', (_why, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it.each([
    ['salt', 'auth: { username: audit, password: { file: nowhere } }'],
    ['riverbed', 'auth: { accessCode: { file: nowhere } }'],
    ['zstack', 'auth: { accountName: admin, password: { file: nowhere } }'],
    ['zstack', 'auth: { accessKeyId: key, accessKeySecret: { file: nowhere } }'],
    ['f5xc', 'namespace: default, auth: { apiToken: { file: nowhere } }'],
    ['astromkey', 'auth: { apiToken: { file: nowhere } }'],
  ])('has one problem where a secret file of %s is missing: %s', (kind, auth) => {
    const found = problems(`sources: [{ id: a, kind: ${kind}, url: "https://a.example", ${auth} }]`);
    expect(found).toEqual([
      expect.stringMatching(
        /^sources\[0\]\.auth\.\w+: expected the file "nowhere" to be readable, but got no such file/,
      ),
    ]);
  });

  it.each([
    ['f5xc', 'namespace: default, auth: { apiToken: TEXT }', 'auth.apiToken', 'header'],
    ['astromkey', 'auth: { apiToken: TEXT }', 'auth.apiToken', 'header'],
    ['zstack', 'auth: { accessKeyId: TEXT, accessKeySecret: hush }', 'auth.accessKeyId', 'header'],
    ['zstack', 'contextPath: /TEXT, auth: { accountName: a, password: b }', 'contextPath', 'URL'],
    ['f5xc', 'namespace: TEXT, auth: { apiToken: hush }', 'namespace', 'URL'],
  ])('has one problem where a text of %s cannot travel: %s', (kind, rest, key, carrier) => {
    const read = (value: string) =>
      problems(`sources: [{ id: a, kind: ${kind}, url: "https://a.example", ${rest.replace('TEXT', env('T'))} }]`, {
        T: value,
      });
    const said = new RegExp(
      `^sources\\[0\\]\\.${key}: expected a \\w+ that a ${carrier} can carry, but got a text of \\d+ characters$`,
    );
    for (const text of [
      'dt0\nc01',
      'dt0\rc01',
      'dt0\0c01',
      ...(carrier === 'header' ? ['токен', '\u{1f511}'] : ['\ud800']),
    ])
      expect([text, read(text)]).toEqual([text, [expect.stringMatching(said)]]);
  });

  it.each([
    ['sorces: []', 'sorces', 'sources'],
    ['redaction: { key: [] }', 'redaction.key', 'keys'],
    ['limits: { max_page_size: 5 }', 'limits.max_page_size', 'maxPageSize'],
    ['sync: { lease: 5 }', 'sync.lease', 'leaseSeconds'],
    [salt(', auth', ', timeoutMS: 5, auth'), 'sources[0].timeoutMS', 'timeoutMs'],
    [salt(', auth', ', decodeXSRF: true, auth'), 'sources[0].decodeXSRF', 'decodeXsrf'],
    [salt(', auth', ', tls: { ca_file: x }, auth'), 'sources[0].tls.ca_file', 'caFile'],
    [salt('username: audit', 'username: audit, pasword: x'), 'sources[0].auth.pasword', 'password'],
    [
      `sources: [{ id: z, kind: zstack, url: "https://z.example", auth: { accountName: a, password: b, accesKeyId: c } }]`,
      'sources[0].auth.accesKeyId',
      'accessKeyId',
    ],
  ])('tells of %s what is most likely meant', (text, place, meant) => {
    expect(problems(text)).toContain(`${place}: expected no such key here, but got one; did you mean ${meant}?`);
  });

  it('is told all its problems at once', () => {
    const text = `server: { host: 10.0.0.1 }\nauth: {}\nsources: [${SALT.replace('live', 'dead')}, ${F5.replace('namespace: default', 'namespace: 7')}]`;
    expect(problems(text).map((problem) => problem.split(':')[0])).toEqual([
      'auth',
      'server.host',
      'sources[0].mode',
      'sources[1].namespace',
    ]);
  });

  it.each([
    ['a number', 'password: 123456789'],
    ['a list', 'password: [hush-hush]'],
    ['one key too many', 'password: hush-hush, pasword: hush-hush'],
    ['a method that is none', 'password: hush-hush, method: hush-hush'],
    ['a broken text', 'password: "hush-hush'],
  ])('never shows a secret: %s', (_what, auth) => {
    const said = problems(salt('password: hush-hush', auth)).join('\n');
    expect(said).not.toMatch(/hush|123456789/);
    expect(said).not.toBe('');
  });

  it('is refused when it cannot be read', () => {
    const path = join(folder(), 'nowhere.yaml');
    expect(() => loadConfig(path, { environment: {}, adapters: ADAPTERS })).toThrow(
      `${path}: expected a readable configuration file, but got no such file or folder (ENOENT)`,
    );
  });
});

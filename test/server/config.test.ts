import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, type GatewayConfig } from '../../src/server/config/gateway-config.ts';
import { loadConfig, parseConfig } from '../../src/server/config/load-config.ts';
import { HTTP_BOUNDS } from '../../src/server/http-bounds.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function config(text: string, environment: Readonly<Record<string, string>> = {}): GatewayConfig {
  return parseConfig(text, join(folder, 'audit-gateway.yaml'), { environment, adapters: ADAPTERS });
}

/** What is said of a file that is refused. */
function problems(text: string, environment: Readonly<Record<string, string>> = {}): readonly string[] {
  try {
    config(text, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('expected the file to be refused');
}

/** A reference to a variable of the environment, as the file writes it. */
const env = (reference: string) => `$\{${reference}}`;

const SALT =
  '{ id: salt, kind: salt, mode: live, url: "https://salt.example", auth: { username: audit, password: hush-hush } }';
const F5 =
  '{ id: f5, kind: f5xc, mode: live, url: "https://f5.example", namespace: default, auth: { apiToken: hush-hush } }';

describe('a configuration that holds', () => {
  it('takes a proxy for each source, or none, and never tells it', () => {
    const proxied = (proxy: string) => `sources: [${SALT.replace(' }', ` }, proxy: ${proxy}`)}]`;
    const read = (proxy: string) => config(proxied(proxy)).sources[0]?.proxy;
    expect(['"http://bob:hunter22@proxy.example:3128"', 'false', '"false"', 'null'].map(read)).toEqual([
      'http://bob:hunter22@proxy.example:3128',
      false,
      false,
      null,
    ]);
    expect(() => read('"socks5://bob:hunter22@proxy.example"')).toThrow(
      'sources[0].proxy: expected an http:// or https:// address without path, query and fragment, or false, but got a text of',
    );
    expect(() => read('"socks5://bob:hunter22@proxy.example"')).not.toThrow('hunter22');
  });

  it('is the store alone, on loopback, when there is no file', () => {
    expect(loadConfig(null, { environment: {}, adapters: ADAPTERS })).toEqual({
      server: { host: '127.0.0.1', port: 4000 },
      database: { url: 'memory:', maxConnections: 10 },
      redaction: { keys: [] },
      limits: { maxPageSize: 1000, maxDepth: 12, maxCost: 20_000, ...HTTP_BOUNDS },
      sync: { leaseSeconds: 10 },
      sources: [],
    });
  });

  it('reads every vendor as its document writes it', () => {
    writeFileSync(join(folder, 'ca.pem'), '');
    const text = `
server:
  host: 127.0.0.1        # any other address needs \`auth\`
  port: 4000
database:
  url: \${DATABASE_URL}   # left out = embedded
redaction:
  keys: [password, secret]
limits: { maxPageSize: 1000, maxDepth: 12, maxCost: 20000, requestTimeoutMs: 30000 }
sources:
  - id: salt-prod                   # never renamed
    name: Salt master
    kind: salt
    mode: live
    url: https://salt.example/raas/
    auth: { username: audit, password: \${SALT_PASSWORD}, configName: internal }
  - { id: branch-appliance, kind: riverbed, mode: live, url: https://10.0.0.9, auth: { username: u, password: \${P:-p} }, tls: { caFile: ca.pem } }
  - { id: cloud, kind: zstack, mode: live, url: http://cloud.example:8080, auth: { accountName: admin, password: p }, maxScan: 7 }
  - { id: f5, kind: f5xc, mode: live, url: https://acme.example, namespace: default, auth: { apiToken: t } }
  - { id: astrom, kind: astromkey, mode: live, url: https://mon.example/e/ENV-ID, auth: { apiToken: t }, pollSeconds: 60, backfillFrom: now-1w }
`;
    const { database, redaction, sources } = config(text, {
      DATABASE_URL: 'postgresql://db/audit',
      SALT_PASSWORD: 'a: }"b',
    });
    expect(database.url).toBe('postgresql://db/audit');
    expect(redaction.keys).toEqual(['password', 'secret']);
    expect(
      sources.map(({ key, name, kind, url, timeoutMs, maxScan }) => [key, name, kind, url, timeoutMs, maxScan]),
    ).toEqual([
      ['salt-prod', 'Salt master', 'salt', 'https://salt.example/raas', 10_000, 50_000],
      ['branch-appliance', 'branch-appliance', 'riverbed', 'https://10.0.0.9', 10_000, 50_000],
      ['cloud', 'cloud', 'zstack', 'http://cloud.example:8080', 10_000, 7],
      ['f5', 'f5', 'f5xc', 'https://acme.example', 10_000, 50_000],
      ['astrom', 'astrom', 'astromkey', 'https://mon.example/e/ENV-ID', 10_000, 50_000],
    ]);
    expect(sources[0]?.options).toMatchObject({
      auth: { username: 'audit', password: 'a: }"b', configName: 'internal' },
    });
    expect(sources[1]?.tls).toEqual({ caFile: join(folder, 'ca.pem') });
  });

  it('takes numbers and truths from the environment', () => {
    const text = `server: { port: \${PORT:-4000} }\nsources: [${SALT.replace(' }', ` }, tls: { insecure: ${env('LAX')} }`)}]`;
    const { server, sources } = config(text, { PORT: '4100', LAX: 'true' });
    expect([server.port, sources[0]?.tls]).toEqual([4100, { insecure: true }]);
  });

  it.each([
    [
      'salt',
      'auth: { username: a, password: "7" }',
      ['rpcVersion', 'maxPageSize', 'longestEventSeconds'],
      ['decodeXsrf'],
    ],
    ['riverbed', 'auth: { username: a, password: "7" }', ['maxPageSize', 'overlap'], []],
    ['zstack', 'auth: { accountName: a, password: "7" }', ['maxLimit'], ['admin']],
    ['f5xc', 'namespace: "7", auth: { apiToken: "7" }', ['totalHitsCap'], ['regexes']],
  ])(
    "takes %s's own numbers and truths from the environment, and leaves texts alone",
    (kind, rest, numbers, truths) => {
      const keys = [...numbers.map((key) => `${key}: ${env('N')}`), ...truths.map((key) => `${key}: ${env('NO')}`)];
      const text = `sources: [{ id: a, kind: ${kind}, url: "https://a.example", ${keys.join(', ')}, ${rest} }]`;
      const [source] = config(text, { N: '12', NO: 'false' }).sources;
      expect(source?.options).toMatchObject({
        ...Object.fromEntries([...numbers.map((key) => [key, 12]), ...truths.map((key) => [key, false])]),
        auth: expect.objectContaining({ [kind === 'f5xc' ? 'apiToken' : 'password']: '7' }),
      });
      const place = `sources[0].${numbers[0]}`;
      expect(problems(text, { N: 'a dozen', NO: 'false' })[0]).toMatch(`${place}: expected a `);
    },
  );

  it('takes the default where a variable is unset or empty, and leaves comments alone', () => {
    expect(config(`server: { port: ${env('PORT:-4200')} } # ${env('NOWHERE')}`).server.port).toBe(4200);
    expect(config(`server: { port: ${env('PORT:-4200')} }`, { PORT: '' }).server.port).toBe(4200);
  });

  it.each(['hush-hush', 'hush-hush\n', 'hush-hush\r\n'])('reads a secret from a file beside it: %j', (content) => {
    writeFileSync(join(folder, 'token'), content);
    const [source] = config(`sources: [${F5.replace('hush-hush', '{ file: token }')}]`).sources;
    expect(source?.options).toMatchObject({ auth: { apiToken: 'hush-hush' } });
  });

  it('keeps all but the last newline of a secret file', () => {
    writeFileSync(join(folder, 'lines'), 'one\ntwo\n\n');
    const [source] = config(`sources: [${SALT.replace('hush-hush', '{ file: lines }')}]`).sources;
    expect(source?.options).toMatchObject({ auth: { password: 'one\ntwo\n' } });
  });

  it('lets the command line win over the file', () => {
    const surroundings = { environment: {}, adapters: ADAPTERS, host: '::1', port: 0 };
    const { server } = parseConfig('server: { host: 0.0.0.0, port: 9 }', 'x.yaml', surroundings);
    expect(server).toEqual({ host: '::1', port: 0 });
  });
});

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
    const path = join(folder, 'nowhere.yaml');
    expect(() => loadConfig(path, { environment: {}, adapters: ADAPTERS })).toThrow(
      `${path}: expected a readable configuration file, but got no such file or folder (ENOENT)`,
    );
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from '../../src/server/config/load-config.ts';
import { HTTP_BOUNDS } from '../../src/server/http-bounds.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { env, F5, SALT, useConfigFiles } from './config-files.ts';

const { folder, config, problems } = useConfigFiles();

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
    writeFileSync(join(folder(), 'ca.pem'), '');
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
    expect(sources[1]?.tls).toEqual({ caFile: join(folder(), 'ca.pem') });
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
    writeFileSync(join(folder(), 'token'), content);
    const [source] = config(`sources: [${F5.replace('hush-hush', '{ file: token }')}]`).sources;
    expect(source?.options).toMatchObject({ auth: { apiToken: 'hush-hush' } });
  });

  it('keeps all but the last newline of a secret file', () => {
    writeFileSync(join(folder(), 'lines'), 'one\ntwo\n\n');
    const [source] = config(`sources: [${SALT.replace('hush-hush', '{ file: lines }')}]`).sources;
    expect(source?.options).toMatchObject({ auth: { password: 'one\ntwo\n' } });
  });

  it('lets the command line win over the file', () => {
    const surroundings = { environment: {}, adapters: ADAPTERS, host: '::1', port: 0 };
    const { server } = parseConfig('server: { host: 0.0.0.0, port: 9 }', 'x.yaml', surroundings);
    expect(server).toEqual({ host: '::1', port: 0 });
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTransport, type TransportOptions } from '../../src/sources/transport.ts';

interface Tunnel {
  readonly to: string | undefined;
  readonly authorization: IncomingHttpHeaders['proxy-authorization'];
}

const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
const caFile = join(folder, 'cert.pem');
const opened: Tunnel[] = [];
const servers: Server[] = [];
let refusesWith: number | null = null;
let plain: string;
let secure: string;
let proxy: string;

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy as RFC 9110 has it: a tunnel for who asks for one, and nothing else. */
function connectProxy(): Server {
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, client) => {
    opened.push({ to: request.url, authorization: request.headers['proxy-authorization'] });
    if (refusesWith !== null) return void client.end(`HTTP/1.1 ${refusesWith} No\r\n\r\n`);
    const { hostname, port } = new URL(`http://${request.url}`);
    const far = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.pipe(client).pipe(far);
    });
    far.on('error', () => client.destroy());
    client.on('error', () => far.destroy());
  });
  return server;
}

beforeAll(async () => {
  const keyFile = join(folder, 'key.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', keyFile, '-out', caFile];
  execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' });
  const pair = { key: readFileSync(keyFile), cert: readFileSync(caFile) };
  plain = `http://127.0.0.1:${await listening(createServer((_, response) => response.end('plain')))}`;
  secure = `https://127.0.0.1:${await listening(createSecureServer(pair, (_, response) => response.end('secure')))}`;
  proxy = `http://127.0.0.1:${await listening(connectProxy())}`;
});

afterEach(() => {
  vi.unstubAllEnvs();
  opened.length = 0;
  refusesWith = null;
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

async function ask(given: Partial<TransportOptions> & { readonly url: string }) {
  const transport = createTransport({ tls: null, proxy: null, maxResponseBytes: 1_000, ...given });
  try {
    return (await transport.send({ method: 'GET', path: '/' }, new AbortController().signal)).text;
  } finally {
    await transport.close();
  }
}

function environment(variables: Readonly<Record<string, string>>): void {
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, variables[name] ?? '');
  }
}

describe('a proxy', () => {
  test('of the environment makes the tunnel to a vendor, in which its certificate is still checked', async () => {
    environment({ HTTPS_PROXY: proxy });
    expect(await ask({ url: secure, tls: { caFile } })).toBe('secure');
    expect(await ask({ url: secure, tls: { insecure: true } })).toBe('secure');
    await expect(ask({ url: secure })).rejects.toMatchObject({
      problem: { code: 'UNREACHABLE', message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') },
    });
    expect(opened).toHaveLength(3);
    expect(opened[0]).toEqual({ to: new URL(secure).host, authorization: undefined });
  });

  test('of the environment is for the protocol that it is named after', async () => {
    environment({ HTTP_PROXY: proxy });
    expect(await ask({ url: plain })).toBe('plain');
    expect(await ask({ url: secure, tls: { caFile } })).toBe('secure');
    expect(opened).toEqual([{ to: new URL(plain).host, authorization: undefined }]);
  });

  test('is passed by where NO_PROXY or the source itself says so', async () => {
    environment({ HTTP_PROXY: proxy, NO_PROXY: '127.0.0.0/8' });
    expect(await ask({ url: plain })).toBe('plain');
    environment({ HTTP_PROXY: proxy });
    expect(await ask({ url: plain, proxy: false })).toBe('plain');
    expect(opened).toEqual([]);
  });

  test('of the source itself comes first, and is told who asks', async () => {
    environment({ HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '*' });
    const named = proxy.replace('//', '//bob:pa%20ss%3A@');
    expect(await ask({ url: plain, proxy: named })).toBe('plain');
    const authorization = `Basic ${Buffer.from('bob:pa ss:').toString('base64')}`;
    expect(opened).toEqual([{ to: new URL(plain).host, authorization }]);
  });

  test('that refuses, or is not there, is told without its password', async () => {
    refusesWith = 407;
    const hidden = proxy.replace('//', '//bob:hunter22@');
    const refused = await ask({ url: plain, proxy: hidden }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      problem: {
        code: 'UNREACHABLE',
        message: 'expected an answer, but the proxy refused the connection (HTTP status 407)',
      },
    });
    const absent = await ask({ url: plain, proxy: 'http://bob:hunter22@127.0.0.1:1' }).catch((error: unknown) => error);
    expect(absent).toMatchObject({ problem: { code: 'UNREACHABLE' } });
    expect(String([refused, absent].map((error) => JSON.stringify(error)))).not.toContain('hunter22');
  });
});

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkGateway } from '../../src/server/check.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { VENDORS, type VendorKind, world } from '../end-to-end/worlds.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const check = (file: object) =>
  checkGateway(parseConfig(JSON.stringify(file), 'check.yaml', { environment: {}, adapters: ADAPTERS }));

const astrom = (id: string, url: string, more: object = {}) => ({
  ...{ id, kind: 'astromkey', mode: 'live', url, auth: { apiToken: 'hush-hush' } },
  ...more,
});

const CREDENTIALS: Readonly<Record<VendorKind, object>> = {
  salt: { auth: { username: 'audit', password: 'audit-password' } },
  riverbed: { auth: { username: 'audit', password: 'audit-password' } },
  zstack: { auth: { accountName: 'admin', password: 'zstack-simulator-password' } },
  f5xc: { auth: { apiToken: 'simulated-f5xc-api-token' }, namespace: 'default' },
  astromkey: { auth: { apiToken: 'dt0c01.SIMULATEDPUBLICPART.SIMULATEDSECRETPART0123456789' } },
};

const EMPTY_LOG = JSON.stringify({ auditLogs: [], pageSize: 2, totalCount: 0 });

describe('a check of the gateway', () => {
  it('finds nothing wrong with five vendors that answer, in the order of the file, its own store last', async () => {
    const worlds = await Promise.all(VENDORS.map((kind) => world(kind, { events: 10 })));
    closing.push(...worlds.map(({ close }) => close));
    const sources = VENDORS.map((kind, at) => ({
      ...{ id: `my-${kind}`, kind, mode: 'live', url: worlds[at]?.simulator.url },
      ...CREDENTIALS[kind],
    }));
    const checked = await check({ sources });
    expect(checked.sources.map(({ key, kind, problem }) => [key, kind, problem])).toEqual([
      ...VENDORS.map((kind) => [`my-${kind}`, kind, null]),
      ['gateway', 'gateway', null],
    ]);
    for (const [at, { source, truth }] of worlds.entries()) {
      expect(checked.sources[at]).toMatchObject({
        reachable: true,
        authenticated: true,
        newestEventAt: Math.max(...truth().map(({ occurredAt }) => occurredAt)),
        filters: source.capabilities.filters,
        database: null,
      });
    }
  });

  it('tells of each source what is wrong with it, and the others are none the worse', async () => {
    const hangs = await serve(() => undefined);
    const refuses = await serve((_, response) => void response.writeHead(401).end());
    const answers = await serve((_, response) => void response.end(EMPTY_LOG));
    const { sources } = await check({
      sources: [
        astrom('hangs', hangs, { timeoutMs: 100 }),
        astrom('refuses', refuses),
        astrom('answers', answers),
        astrom('absent', 'http://127.0.0.1:9', { timeoutMs: 2_000 }),
      ],
      database: { url: 'postgresql://user:hush-hush@127.0.0.1:9/audit' },
    });
    expect(
      sources.map(({ key, reachable, authenticated, problem }) => [key, reachable, authenticated, problem?.code]),
    ).toEqual([
      ['hangs', false, null, 'TIMEOUT'],
      ['refuses', true, false, 'UNAUTHENTICATED'],
      ['answers', true, true, undefined],
      ['absent', false, null, 'UNREACHABLE'],
      ['gateway', false, null, 'DATABASE_UNREACHABLE'],
    ]);
    expect(JSON.stringify(sources)).not.toContain('hush');
  });

  it('asks all at the same time: each is answered only when all have asked', async () => {
    const waiting: (() => void)[] = [];
    const url = await serve((_, response) => {
      waiting.push(() => response.end(EMPTY_LOG));
      if (waiting.length === 3) for (const answer of waiting) answer();
    });
    const { sources } = await check({ sources: ['a', 'b', 'c'].map((id) => astrom(id, url)) });
    expect(sources.map(({ problem }) => problem)).toEqual([null, null, null, null]);
  });

  it('opens no port: that of the file may be taken', async () => {
    const url = await serve((_, response) => void response.end(EMPTY_LOG));
    const server = { port: Number(new URL(url).port) };
    const { sources } = await check({ server, sources: [astrom('a', url)] });
    expect(sources.map(({ problem }) => problem)).toEqual([null, null]);
  });

  it('ends where the gateway would not start, for the first reason that the gateway would find', async () => {
    const noFile = astrom('a', 'https://127.0.0.1:9', { tls: { caFile: '/nowhere/ca.pem' } });
    await expect(async () => check({ sources: [noFile] })).rejects.toMatchObject({
      code: 'CONFIG',
      problems: [expect.stringMatching(/^sources\[0\]\.tls\.caFile: expected the file .* no such file/)],
    });
    await expect(check({ sources: [], database: { url: 'mysql://db' } })).rejects.toMatchObject({
      code: 'DATABASE_URL',
    });
  });
});

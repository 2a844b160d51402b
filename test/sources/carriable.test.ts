import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { SourceAdapter, VendorRequest, VendorResponse } from '../../src/sources/adapter.ts';
import { connect } from '../../src/sources/connection.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { createTransport } from '../../src/sources/transport.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';

const ODD = ['a\nb', 'a\r\nx-injected: 1', 'a\u0000b', 'a\u007fb', 'Ж', '\ud800', 'a\udc00b'];
const { signal } = new AbortController();
const json = (body: unknown): VendorResponse => ({
  status: 200,
  headers: {},
  setCookies: [],
  text: JSON.stringify(body),
});

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe.each(ODD)('what no request can carry (%j)', (odd) => {
  const auth = { username: 'u', password: 'p' };
  test.each<[string, SourceAdapter<unknown>, object, readonly unknown[]]>([
    ['salt, a JWT', ADAPTERS.salt, { auth }, [{}, { jwt: odd }]],
    ['riverbed, a token', ADAPTERS.riverbed, { auth }, [{ access_token: odd, expires_at: 1 }]],
    [
      'riverbed, by access code',
      ADAPTERS.riverbed,
      { auth: { accessCode: 'c' } },
      [{ access_token: odd, state: 'audit-gateway' }],
    ],
    [
      'zstack, a session',
      ADAPTERS.zstack,
      { auth: { accountName: 'a', password: 'p' } },
      [{ inventory: { uuid: odd, createDate: '', expiredDate: '' } }],
    ],
  ])('is no login: %s', async (_, adapter, options, answers) => {
    const left = [...answers];
    const transport = { close: async () => {}, send: async () => json(left.shift()) };
    const settings = { rules: BUILT_IN, loginTimeoutMs: 1_000, clock: () => 0 };
    const connection = connect(adapter, adapter.options.parse(options), transport, settings);
    const asking = connection.send({ method: 'GET', path: '/' }, { signal, leftMs: () => 1_000, sent: () => {} });
    await expect(asking).rejects.toMatchObject({ problem: { code: 'INVALID_RESPONSE', retryable: false } });
  });

  test('is no page key', () => {
    const adapter = ADAPTERS.astromkey;
    const options = adapter.options.parse({ auth: { apiToken: 't' } });
    const window = { from: 0, until: 1_000_000 };
    const pushdown = { words: {}, pushed: { kind: 'and', all: [] }, residual: { kind: 'and', all: [] }, window };
    const question = adapter.streams(options)[0]?.ask({ ...pushdown, direction: 'ASC', pageSize: 1 } as never);
    const read = () => question?.read(json({ auditLogs: [], nextPageKey: odd }));
    if (odd === 'Ж') expect(read()?.next).not.toBeNull();
    else expect(read).toThrow('unexpected answer at nextPageKey: expected a key that a URL can carry');
  });

  test('is not sent in a header', async () => {
    const transport = createTransport({ url, tls: null, maxResponseBytes: 1_000 });
    const sending = transport.send({ method: 'GET', path: '/', headers: { cookie: odd } }, signal);
    await expect(sending).rejects.toMatchObject({
      problem: {
        code: 'INVALID_RESPONSE',
        message: 'expected a text that can be sent back in the header cookie, but got one that cannot',
      },
    });
    await transport.close();
  });
});

test('halves of surrogate pairs are not sent in a URL', async () => {
  const transport = createTransport({ url, tls: null, maxResponseBytes: 1_000 });
  const odd: VendorRequest[] = [
    { method: 'GET', path: '/a\ud800' },
    { method: 'GET', path: '/', query: [['key', '\udc00']] },
  ];
  for (const request of odd) {
    await expect(transport.send(request, signal)).rejects.toMatchObject({ problem: { code: 'INVALID_RESPONSE' } });
  }
  await transport.close();
});

test('a session that no request can carry is not held: the next who asks logs in anew', async () => {
  let logins = 0;
  const adapter: SourceAdapter<object> = {
    ...adapterOf(UNABLE),
    login: () => ({
      request: { method: 'POST', path: '/login' },
      read: () => ({
        result: { headers: { cookie: ++logins === 1 ? 'a\u0001' : 'a' }, expiresAt: null, renew: null },
        next: null,
      }),
    }),
  };
  const transport = { close: async () => {}, send: async () => json({}) };
  const connection = connect(adapter, {}, transport, { rules: BUILT_IN, loginTimeoutMs: 1_000, clock: () => 0 });
  const ask = () => connection.send({ method: 'GET', path: '/' }, { signal, leftMs: () => 1_000, sent: () => {} });
  await expect(ask()).rejects.toMatchObject({ problem: { code: 'INVALID_RESPONSE' } });
  expect(await ask()).toMatchObject({ status: 200 });
});

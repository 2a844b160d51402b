import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTransport, type TransportOptions, urlOf } from '../../src/sources/transport.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    if (path.includes('/hang')) return;
    await new Promise((resolve) => setImmediate(resolve));
    if (path.includes('/away')) return void response.writeHead(302, { location: '/elsewhere' }).end();
    if (path.includes('/announced')) return void response.writeHead(200, { 'content-length': 2_000 }).flushHeaders();
    if (path.includes('/large')) return void response.end('x'.repeat(2_000));
    response.setHeader('set-cookie', ['a=1; Path=/', 'b=2']);
    response.end(JSON.stringify({ path, headers: request.headers, body: Buffer.concat(chunks).toString() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const signal = () => new AbortController().signal;
const open = (given: Partial<TransportOptions> = {}) =>
  createTransport({ url, tls: null, maxResponseBytes: 1_000, ...given });

describe('a request', () => {
  test('goes below the URL, its query percent-encoded and in order', () => {
    const query = [
      ['conditions', 'a=b&c'],
      ['conditions', 'ü "x"'],
      ['sort', '-timestamp'],
    ] as const;
    expect(urlOf({ method: 'GET', path: '/v2/logs', query }, 'https://host/e/env/')).toBe(
      'https://host/e/env/v2/logs?conditions=a%3Db%26c&conditions=%C3%BC%20%22x%22&sort=-timestamp',
    );
  });

  test('carries JSON or a form, and its answer comes whole with its cookies', async () => {
    const json = await open().send({ method: 'POST', path: '/a', json: { b: 'ü' }, headers: { 'x-c': 'd' } }, signal());
    expect(json.setCookies).toEqual(['a=1; Path=/', 'b=2']);
    expect(JSON.parse(json.text)).toMatchObject({
      body: '{"b":"ü"}',
      headers: { 'content-type': 'application/json', 'x-c': 'd' },
    });
    const form = await open().send({ method: 'POST', path: '/a', form: { state: 'a b&c' } }, signal());
    expect(JSON.parse(form.text)).toMatchObject({ body: 'state=a+b%26c' });
  });

  test('is never redirected', async () => {
    expect(await open().send({ method: 'GET', path: '/away' }, signal())).toMatchObject({ status: 302 });
  });

  test('is given up when its signal aborts, for that reason', async () => {
    const controller = new AbortController();
    const sending = open().send({ method: 'GET', path: '/hang' }, controller.signal);
    const reason = new Error('nobody waits any more');
    controller.abort(reason);
    await expect(sending).rejects.toBe(reason);
  });

  test('fails as UNREACHABLE where nobody listens', async () => {
    const nobody = open({ url: 'http://127.0.0.1:1' });
    await expect(nobody.send({ method: 'GET', path: '/' }, signal())).rejects.toMatchObject({
      problem: { code: 'UNREACHABLE' },
    });
  });

  test('fails as RESPONSE_TOO_LARGE past the limit', async () => {
    await expect(open().send({ method: 'GET', path: '/large' }, signal())).rejects.toMatchObject({
      problem: { code: 'RESPONSE_TOO_LARGE', message: 'expected an answer of at most 1000 bytes, but got more' },
    });
  });

  test('fails so before anything is read where the answer itself says how large it is', async () => {
    await expect(open().send({ method: 'GET', path: '/announced' }, signal())).rejects.toMatchObject({
      problem: { code: 'RESPONSE_TOO_LARGE', message: 'expected an answer of at most 1000 bytes, but got more' },
    });
  });
});

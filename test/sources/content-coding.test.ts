import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTransport } from '../../src/sources/transport.ts';

const TEXT = JSON.stringify({ name: 'Ж'.repeat(100), list: Array.from({ length: 500 }, (_, index) => index) });
const MIB = 1_048_576;
const CAP = MIB;

interface Served {
  readonly status?: number;
  readonly coding?: string | undefined;
  readonly bytes: Buffer;
  /** In pieces of so many bytes. */
  readonly pieces?: number;
  /** The connection is reset after them; or the answer never ends. */
  readonly end?: 'reset' | 'silence';
}

let server: Server;
let url: string;
let asked: string | undefined;
let closed = 0;
const served = new Map<string, Served>();

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked = request.headers['accept-encoding'];
    const { status = 200, coding, bytes, pieces = bytes.length, end } = served.get(request.url ?? '') as Served;
    response.on('close', () => {
      closed += 1;
    });
    response.writeHead(status, { ...(coding === undefined ? {} : { 'content-encoding': coding }) });
    for (let at = 0; at < bytes.length; at += pieces) {
      response.write(bytes.subarray(at, at + pieces));
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (end === 'reset') response.socket?.resetAndDestroy();
    else if (end === undefined) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function answerTo(what: Served) {
  const path = `/${served.size}`;
  served.set(path, what);
  const transport = createTransport({ url, tls: null, maxResponseBytes: CAP });
  try {
    return await transport.send({ method: 'GET', path }, new AbortController().signal);
  } finally {
    await transport.close();
  }
}

const gzip = gzipSync(TEXT);
const inTurn = (...steps: readonly ((bytes: Uint8Array) => Buffer)[]) =>
  steps.reduce<Buffer>((bytes, step) => step(bytes), Buffer.from(TEXT));

describe('an answer in a content coding', () => {
  test.each<[string, string | undefined, Buffer]>([
    ['gzip', 'gzip', gzip],
    ['gzip by its old name, in odd case', 'X-GZip', gzip],
    ['gzip of two members', 'gzip', Buffer.concat([TEXT.slice(0, 99), TEXT.slice(99)].map((text) => gzipSync(text)))],
    ['gzip that no header names', undefined, gzip],
    ['gzip that is named and is none', 'gzip', Buffer.from(TEXT)],
    ['deflate with its header', 'deflate', deflateSync(TEXT)],
    ['deflate without', 'deflate', deflateRawSync(TEXT)],
    ['deflate with its header that no header of the answer names', undefined, deflateSync(TEXT)],
    ['the same, pressed the least', undefined, deflateSync(TEXT, { level: 1 })],
    ['the same, pressed the most', undefined, deflateSync(TEXT, { level: 9 })],
    ['br', 'br', brotliCompressSync(TEXT)],
    ['none, said so', 'identity', Buffer.from(TEXT)],
    ['several', 'deflate, gzip , identity, br', inTurn(deflateSync, gzipSync, brotliCompressSync)],
    ['one that is named and one that is not', 'br', inTurn(gzipSync, brotliCompressSync)],
  ])('comes as its text: %s', async (_, coding, bytes) => {
    expect((await answerTo({ coding, bytes })).text).toBe(TEXT);
    expect((await answerTo({ coding, bytes, pieces: 1 })).text).toBe(TEXT);
  });

  test('is not taken for one where it may be a number', async () => {
    expect((await answerTo({ bytes: Buffer.from('80') })).text).toBe('80');
  });

  test('is asked for', async () => {
    await answerTo({ bytes: Buffer.from('{}') });
    expect(asked).toBe('gzip, deflate, br');
  });

  test.each(['gzip', 'deflate', 'br'])('may be empty: %s', async (coding) => {
    expect((await answerTo({ coding, bytes: Buffer.alloc(0) })).text).toBe('');
  });

  test.each<[string, Served]>([
    ['gzip', { coding: 'gzip', bytes: gzipSync(Buffer.alloc(64 * MIB)) }],
    ['gzip that no header names', { bytes: gzipSync(Buffer.alloc(64 * MIB)) }],
    ['deflate that no header names', { bytes: deflateSync(Buffer.alloc(64 * MIB)) }],
    ['br', { coding: 'br', bytes: brotliCompressSync(Buffer.alloc(64 * MIB)) }],
    ['gzip in gzip', { coding: 'gzip, gzip', bytes: gzipSync(gzipSync(Buffer.alloc(256 * MIB))) }],
  ])('is refused as soon as more comes out of it than may, though it has not ended: %s', async (_, bomb) => {
    const before = closed;
    await expect(answerTo({ ...bomb, end: 'silence' })).rejects.toMatchObject({
      problem: { code: 'RESPONSE_TOO_LARGE', message: `expected an answer of at most ${CAP} bytes, but got more` },
    });
    await expect.poll(() => closed).toBe(before + 1);
  });

  test.each<[string, Served, string]>([
    ['damaged', { coding: 'gzip', bytes: Buffer.from(gzip.map((byte, at) => (at > 40 ? byte ^ 255 : byte))) }, 'gzip'],
    ['cut off', { coding: 'gzip', bytes: gzip.subarray(0, -12) }, 'gzip'],
    ['of another coding', { coding: 'br', bytes: gzip }, 'br'],
  ])('is no answer where it is %s', async (_, what, coding) => {
    await expect(answerTo(what)).rejects.toMatchObject({
      problem: {
        code: 'INVALID_RESPONSE',
        httpStatus: 200,
        message: `expected an answer in ${coding}, but its bytes are damaged`,
      },
    });
  });

  test.each([
    ['that is not known', 'zstd', 'expected an answer in gzip, deflate, br, but got one in "zstd"'],
    ['too often', Array(6).fill('gzip').join(), 'expected at most 5 content codings, but got 6'],
  ])('is no answer where it is in one %s', async (_, coding, message) => {
    const before = closed;
    await expect(answerTo({ coding, bytes: gzip, end: 'silence' })).rejects.toMatchObject({
      problem: { code: 'INVALID_RESPONSE', message },
    });
    await expect.poll(() => closed).toBe(before + 1);
  });

  test('that breaks off is a connection that failed', async () => {
    const lost = answerTo({ coding: 'gzip', bytes: gzip.subarray(0, 60), pieces: 10, end: 'reset' });
    await expect(lost).rejects.toMatchObject({ problem: { code: 'UNREACHABLE' } });
  });

  test('a refusal stays one, though its words cannot be read', async () => {
    expect(await answerTo({ status: 503, coding: 'zstd', bytes: gzip })).toMatchObject({ status: 503, text: '' });
  });
});

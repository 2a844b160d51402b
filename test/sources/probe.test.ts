import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import { clockDifferenceMs } from '../../src/sources/clock-difference.ts';
import { connectSource } from '../../src/sources/connect-source.ts';
import { probe } from '../../src/sources/probe.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { VENDORS, type VendorKind, world } from '../end-to-end/worlds.ts';

const NOON = Date.parse('2024-05-01T12:00:00Z');
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function opened(...given: Parameters<typeof world>) {
  const open = await world(...given);
  closing.push(open.close);
  return open;
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A probe of a Ключ-АСТРОМ at `url`, by a clock that stands still. */
function probeAt(url: string, { timeoutMs = 10_000, signal = new AbortController().signal } = {}) {
  const options = ADAPTERS.astromkey.options.parse({ auth: { apiToken: 'dt0c01.public.secret' } });
  const limits = { maxScan: 50_000, pageSize: null, maxConcurrent: null, requestsPerSecond: null, tls: null };
  const vendor = connectSource(
    ADAPTERS.astromkey,
    options,
    { key: 'astrom' as SourceKey, url, timeoutMs, ...limits },
    { rules: BUILT_IN, clock: () => NOON, observe: () => undefined },
  );
  closing.push(vendor.close);
  return vendor.probe(signal);
}

const EMPTY_LOG = JSON.stringify({ auditLogs: [], pageSize: 2, totalCount: 0 });

const WRONG: Readonly<Record<VendorKind, object>> = {
  salt: { auth: { username: 'audit', password: 'wrong' } },
  riverbed: { auth: { username: 'audit', password: 'wrong' } },
  zstack: { auth: { accountName: 'admin', password: 'wrong' } },
  f5xc: { auth: { apiToken: 'wrong' } },
  astromkey: { auth: { apiToken: 'dt0c01.PUBLIC.WRONG' } },
};

describe('a probe', () => {
  test.each(VENDORS)('of %s tells its newest event, and that all is well', async (kind) => {
    const { probe, truth } = await opened(kind, { events: 20 });
    const { clockDifferenceMs: difference, elapsedMs, ...found } = await probe(new AbortController().signal);
    const newestEventAt = Math.max(...truth().map(({ occurredAt }) => occurredAt));
    expect(found).toEqual({ reachable: true, authenticated: true, newestEventAt, problem: null });
    expect([typeof difference, typeof elapsedMs]).toEqual(['number', 'number']);
  });

  test.each(VENDORS)('of %s with an empty log finds nothing wrong', async (kind) => {
    const { probe } = await opened(kind, { switches: { records: [] } });
    const found = { reachable: true, authenticated: true, newestEventAt: null, problem: null };
    expect(await probe(new AbortController().signal)).toMatchObject(found);
  });

  test.each(VENDORS)('of %s with wrong credentials reaches it, but is refused', async (kind) => {
    const { probe } = await opened(kind, { events: 20, options: { ...WRONG[kind] } });
    const problem = expect.objectContaining({ code: 'UNAUTHENTICATED' });
    const found = { reachable: true, authenticated: false, newestEventAt: null, problem };
    expect(await probe(new AbortController().signal)).toMatchObject(found);
  });

  test('of a port where nobody listens does not reach it', async () => {
    const url = await serve(() => undefined);
    await closing.pop()?.();
    const found = { reachable: false, authenticated: null, clockDifferenceMs: null, problem: { code: 'UNREACHABLE' } };
    expect(await probeAt(url, { timeoutMs: 2_000 })).toMatchObject(found);
  });

  test('of a vendor that never answers ends with its time', async () => {
    const url = await serve(() => undefined);
    const found = { reachable: false, authenticated: null, newestEventAt: null, problem: { code: 'TIMEOUT' } };
    expect(await probeAt(url, { timeoutMs: 50 })).toMatchObject(found);
  });

  test.each([
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
  ])(
    'answered with %i reaches the vendor, and does not guess what it thinks of the credentials',
    async (status, code) => {
      const url = await serve((_, response) => void response.writeHead(status).end());
      expect(await probeAt(url)).toMatchObject({
        reachable: true,
        authenticated: null,
        problem: { code, httpStatus: status },
      });
    },
  );

  test.each([
    { secondsAhead: 3_600, told: 3_600_000 },
    { secondsAhead: 0, told: 0 },
    { secondsAhead: -120, told: -119_001 },
  ])('sees by the Date of an answer a clock that is $secondsAhead s ahead', async ({ secondsAhead, told }) => {
    const date = new Date(NOON + secondsAhead * 1000).toUTCString();
    const url = await serve((_, response) => void response.writeHead(200, { date }).end(EMPTY_LOG));
    expect(await probeAt(url)).toMatchObject({ clockDifferenceMs: told, problem: null });
  });

  test('knows nothing of a clock whose vendor sends no date', async () => {
    const url = await serve((_, response) => {
      response.sendDate = false;
      response.end(EMPTY_LOG);
    });
    expect(await probeAt(url)).toMatchObject({ reachable: true, clockDifferenceMs: null, problem: null });
  });

  test('of an error sees the clock too', async () => {
    const date = new Date(NOON + 5_000).toUTCString();
    const url = await serve((_, response) => void response.writeHead(401, { date }).end());
    expect(await probeAt(url)).toMatchObject({ authenticated: false, clockDifferenceMs: 5_000 });
  });

  test('remembers the date of an earlier answer where a later one has none', async () => {
    const date = new Date(NOON + 5_000).toUTCString();
    const url = await serve((request, response) => {
      response.sendDate = false;
      if (request.url?.includes('nextPageKey')) response.end(EMPTY_LOG);
      else response.writeHead(200, { date }).end(JSON.stringify({ auditLogs: [], nextPageKey: 'next' }));
    });
    expect(await probeAt(url)).toMatchObject({ clockDifferenceMs: 5_000, problem: null });
  });

  test.each([
    ['RESPONSE_TOO_LARGE', true],
    ['RATE_LIMITED', false],
    ['UNREACHABLE', false],
  ] as const)('that ends with %s before any answer was read: was it reached? %s', async (code, reachable) => {
    const { astromkey: adapter } = ADAPTERS;
    const options = adapter.options.parse({ auth: { apiToken: 'dt0c01.public.secret' } });
    const key = 'astrom' as SourceKey;
    const source = { key, adapter, options, rules: BUILT_IN, timeoutMs: 10_000, maxScan: 50_000, pageSize: null };
    const transport = { send: () => Promise.reject(sourceError(code, 'said')), close: async () => {} };
    const found = await probe(source, { transport, clock: () => NOON }, new AbortController().signal);
    expect(found).toMatchObject({ reachable, authenticated: null, problem: { code } });
  });

  test('that nobody waits for any more ends', async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort(new Error('gone')));
    await expect(probeAt(url, { signal: controller.signal })).rejects.toThrow('gone');
  });
});

describe('the difference of two clocks', () => {
  const answer = (date?: string) => ({
    status: 200,
    headers: date === undefined ? {} : { date },
    setCookies: [],
    text: '',
  });

  test('is never told greater than it is, and at most by a second and the time of the exchange smaller', () => {
    const ms = fc.integer({ min: 0, max: 5_000 });
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), ms, ms, (really, toThere, back) => {
        const sentAt = NOON;
        const answeredAt = sentAt + toThere + back;
        const date = new Date(sentAt + toThere + really).toUTCString();
        const told = clockDifferenceMs(answer(date), { sentAt, answeredAt }) ?? Number.NaN;
        expect(Math.abs(told)).toBeLessThanOrEqual(Math.abs(really));
        expect(told * really).toBeGreaterThanOrEqual(0);
        expect(Math.abs(really - told)).toBeLessThan(1_000 + toThere + back);
      }),
    );
  });

  test.each([[undefined], ['yesterday'], ['']])('is unknown by the date %j', (date) => {
    expect(clockDifferenceMs(answer(date), { sentAt: NOON, answeredAt: NOON })).toBeNull();
  });
});

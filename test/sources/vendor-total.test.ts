import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { EVERYTHING, type FilterExpr, is, or } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import { ALL_TIME } from '../../src/domain/position.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { SourceAdapter } from '../../src/sources/adapter.ts';
import { connectSource } from '../../src/sources/connect-source.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';

const SOUND = adapterOf({ ...UNABLE, timeFilter: true, maxPageSize: 10, pageSize: 5, counts: true });

/** A vendor that says how many there are in all, and none of whose records is a login. */
const COUNTING: SourceAdapter<object> = {
  ...SOUND,
  streams: (options) =>
    SOUND.streams(options).map((stream) => ({
      ...stream,
      foresee: ({ field }) => (field === 'category' ? false : undefined),
      ask: (pushdown) => {
        const exchange = stream.ask(pushdown);
        return { ...exchange, read: (response) => ({ ...exchange.read(response), total: 9 }) };
      },
    })),
};

const login = is('category', { op: 'in', values: ['AUTHENTICATION'], ignoreCase: false });
const aMoment = is('occurredAt', { op: 'during', from: instant(1_000), until: instant(2_000) });

let server: Server;
beforeAll(async () => {
  server = createServer((_, response) => response.end('[]'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

async function countOf(where: FilterExpr): Promise<number | null> {
  const { port } = server.address() as AddressInfo;
  const limits = { timeoutMs: 5_000, maxScan: 100, pageSize: null, maxConcurrent: null, requestsPerSecond: null };
  const source = connectSource(
    COUNTING,
    {},
    { key: 'a' as SourceKey, url: `http://127.0.0.1:${port}`, tls: null, ...limits },
    { rules: BUILT_IN, clock: Date.now, observe: () => {} },
  );
  const query = { where, window: ALL_TIME, direction: 'ASC', after: null, take: 0, now: instant(1e15) } as const;
  try {
    return await source.lane.count(query, new AbortController().signal);
  } finally {
    await source.close();
  }
}

describe("a vendor's own total", () => {
  test('is that of a question of which nothing is kept back here', async () => {
    expect(await countOf(EVERYTHING)).toBe(9);
  });

  test('is none where what a stream foresees leaves a bound of time, whose edges it may take otherwise', async () => {
    expect(await countOf(or(login, aMoment))).toBeNull();
  });
});

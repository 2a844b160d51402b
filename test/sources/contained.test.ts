import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { EVERYTHING, type FilterExpr, is } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import { ALL_TIME } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import { problem } from '../../src/lanes/source-error.ts';
import type { Exchange, Session, SourceAdapter, Stream } from '../../src/sources/adapter.ts';
import { connectSource } from '../../src/sources/connect-source.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';

type Adapter = SourceAdapter<object>;

const broken = (): never => {
  throw new TypeError('x is undefined, password=hunter22, colour');
};

const SOUND = adapterOf({
  ...UNABLE,
  filters: { action: { eq: 'exact' } },
  timeFilter: true,
  maxPageSize: 10,
  pageSize: 5,
  counts: true,
});

function stream(change: (sound: Stream) => Partial<Stream>): Adapter {
  return { ...SOUND, streams: (options) => SOUND.streams(options).map((sound) => ({ ...sound, ...change(sound) })) };
}

const asking = (change: (sound: ReturnType<Stream['ask']>) => ReturnType<Stream['ask']>) =>
  stream(({ ask }) => ({ ask: (pushdown) => change(ask(pushdown)) }));

const step: Exchange<Session | null> = { request: { method: 'GET', path: '/login' }, read: broken };

const PARTS: readonly (readonly [string, Adapter])[] = [
  ['words', stream(() => ({ words: broken }))],
  ['what is foreseen', stream(() => ({ foresee: broken }))],
  ['the first exchange', stream(() => ({ ask: broken }))],
  ['reading an answer', asking((sound) => ({ ...sound, read: broken }))],
  ['authorize', { ...SOUND, authorize: broken }],
  ['fault', { ...SOUND, fault: broken }],
  ['the beginning of a login', { ...SOUND, login: broken }],
  ['reading the answer of a login', { ...SOUND, login: () => step }],
];

const OF_FILTERS: readonly string[] = ['words', 'what is foreseen'];

const REFUSING: Adapter = {
  ...asking((sound) => ({ ...sound, refused: broken })),
  fault: ({ status }) => (status === 200 ? { kind: 'problem', problem: problem('BAD_REQUEST', 'refused') } : null),
};

const WHERE = is('action', { op: 'eq', value: 'login', ignoreCase: false });
const QUERY: EventQuery = {
  ...{ where: WHERE, window: ALL_TIME, direction: 'ASC', after: null, take: 2, now: instant(1e15) },
};
const signal = new AbortController().signal;
const CONTAINED = {
  problem: { code: 'INVALID_RESPONSE', message: expect.stringContaining('TypeError: x is undefined') },
};

let server: Server;
let url = '';
beforeAll(async () => {
  server = createServer((_, response) => response.end('[]'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function using<Result>(adapter: Adapter, use: (source: ReturnType<typeof connectSource>) => Promise<Result>) {
  const limits = { timeoutMs: 5_000, maxScan: 100, pageSize: null, maxConcurrent: null, requestsPerSecond: null };
  const source = connectSource(
    adapter,
    {},
    { key: 'a' as SourceKey, url, tls: null, ...limits },
    { rules: { keys: ['colour'] }, clock: Date.now, observe: () => {} },
  );
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

const readAll =
  (where: FilterExpr = WHERE) =>
  async ({ lane, whole }: ReturnType<typeof connectSource>) => {
    for (const each of [lane, whole]) for await (const item of each.open({ ...QUERY, where }, signal)) void item;
  };

describe.each([...PARTS, ['what to ask when refused', REFUSING] as const])('where %s throws', (_, adapter) => {
  test('a lane fails as its source, and tells no secret', async () => {
    const failure = using(adapter, readAll());
    await expect(failure).rejects.toMatchObject(CONTAINED);
    await expect(failure).rejects.not.toThrow('hunter22');
  });
});

describe.each(PARTS)('where %s throws', (part, adapter) => {
  test('a count fails as its source', async () => {
    await expect(using(adapter, ({ lane }) => lane.count(QUERY, signal))).rejects.toMatchObject(CONTAINED);
  });

  test('a probe tells of it, as far as a question without a filter needs it', async () => {
    const probed = await using(adapter, ({ probe }) => probe(signal));
    expect(probed).toMatchObject(OF_FILTERS.includes(part) ? { problem: null } : CONTAINED);
  });
});

test.each<[string, Adapter]>([
  ['begun', { ...SOUND, auditConfig: broken }],
  ['read', { ...SOUND, auditConfig: () => ({ request: { method: 'GET', path: '/' }, read: broken }) }],
])("the upstream's own configuration that cannot be %s fails as its source", async (_, adapter) => {
  await expect(using(adapter, ({ auditConfig }) => auditConfig(signal))).rejects.toMatchObject(CONTAINED);
});

test('a renewal that cannot be read is no obstacle to a new login', async () => {
  const session: Session = { headers: {}, expiresAt: instant(Date.now() * 1_000 + 1e6), renew: step };
  const adapter: Adapter = {
    ...SOUND,
    login: () => ({ ...step, read: () => ({ result: session, next: null }) }),
    fault: ({ headers }) => (headers.lost ? { kind: 'session', problem: problem('UNAUTHENTICATED', 'lost') } : null),
  };
  await expect(
    using(adapter, async (source) => {
      await readAll(EVERYTHING)(source);
      await readAll(EVERYTHING)(source);
    }),
  ).resolves.toBeUndefined();
});

test('who leaves is told the own reason, whatever is thrown then', async () => {
  const reason = new Error('gone');
  const leaving = new AbortController();
  const adapter = asking((sound) => ({
    ...sound,
    read: () => {
      leaving.abort(reason);
      throw reason;
    },
  }));
  const failure = using(adapter, async ({ lane }) => {
    for await (const item of lane.open(QUERY, leaving.signal)) void item;
  });
  await expect(failure).rejects.toThrow();
  expect(leaving.signal.reason).toBe(reason);
});

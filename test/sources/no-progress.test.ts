import { describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { fromMillis } from '../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { ALL_TIME } from '../../src/domain/position.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { problem, SourceError } from '../../src/lanes/source-error.ts';
import type { VendorRequest } from '../../src/sources/adapter.ts';
import { connect, MOST_LOGIN_STEPS } from '../../src/sources/connection.ts';
import { openLane } from '../../src/sources/open-lane.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { CREDENTIALS, type VendorKind } from '../end-to-end/worlds.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');
/** More than a walk that gets nowhere may cost. */
const MANY = 260;

/** What the vendor answers to its request of this number: a body, or a refusal. */
type Answer = (number: number, request: VendorRequest) => Json | SourceError;

const refusal = () => new SourceError(problem('BAD_REQUEST', 'no such key'));
const times = (page: number, count = 5) =>
  Array.from({ length: count }, (_, index) => NOW - (page * count + index) * 1_000);

const astrom = (page: number, key: string): JsonObject => ({
  auditLogs: times(page).map((timestamp) => ({ logId: `${timestamp}`, timestamp })),
  nextPageKey: key,
});
const f5 = (page: number, more: JsonObject): JsonObject => ({
  logs: times(page).map((time) => JSON.stringify({ time: new Date(time).toISOString(), id: time })),
  ...more,
});
const keyOf = ({ query = [] }: VendorRequest) => query.find(([name]) => name === 'nextPageKey')?.[1];
const isScroll = ({ path }: VendorRequest) => path.endsWith('/scroll');

const CASES: readonly (readonly [string, VendorKind, object, Answer])[] = [
  ['a fresh key with the same page each time', 'astromkey', {}, (number) => astrom(0, `k${number}`)],
  ['keys in a circle', 'astromkey', {}, (number) => astrom(number % 3, `k${number % 3}`)],
  ['a key that is always refused', 'astromkey', {}, (_, request) => (keyOf(request) ? refusal() : astrom(0, 'k'))],
  [
    'a fresh key with an empty page each time',
    'astromkey',
    {},
    (number) => ({ auditLogs: [], nextPageKey: `k${number}` }),
  ],
  [
    'a fresh place with the same page each time',
    'f5xc',
    {},
    (number) => f5(0, { total_hits: '99999', last_sort_values: { last_doc_id: `${number}`, last_timestamp: NOW } }),
  ],
  [
    'a scroll that repeats itself',
    'f5xc',
    { paging: 'scroll', totalHitsCap: 1 },
    (number) => f5(0, { total_hits: '99999', scroll_id: `s${number}` }),
  ],
  [
    'a scroll that is always refused',
    'f5xc',
    { paging: 'scroll', totalHitsCap: 1 },
    (_, request) => (isScroll(request) ? refusal() : f5(0, { total_hits: '99999', scroll_id: 's' })),
  ],
  [
    'offsets that give the same page',
    'riverbed',
    {},
    () => ({
      items: times(0).map((time) => ({ id: time, timestamp: time / 1_000 })),
      meta: { total: 9_999, limit: 5 },
    }),
  ],
  [
    'the same page whatever is asked',
    'salt',
    {},
    () => ({
      ret: {
        results: times(0, 60).map((time) => ({ id: time, start_time: new Date(time).toISOString() })),
        count: 9_999,
      },
    }),
  ],
  [
    'slices that never come down to what they can hold',
    'zstack',
    {},
    (_, { query = [] }) => {
      const asked = Object.fromEntries(query);
      const rows = Array.from({ length: Number(asked.limit) }, (__, index) => Number(asked.startTime) + (index % 2));
      return { audits: rows.map((time) => ({ time, apiName: `a${time}` })) };
    },
  ],
];

async function walked(
  kind: VendorKind,
  more: object,
  answer: Answer,
  direction: 'ASC' | 'DESC',
  maxScan: number | null,
) {
  const adapter = ADAPTERS[kind];
  let requests = 0;
  const connection = {
    async send(request: VendorRequest) {
      requests += 1;
      if (requests > 10 * MANY) throw new Error('expected the walk to end');
      const answered = answer(requests - 1, request);
      if (answered instanceof SourceError) throw answered;
      return { status: 200, headers: {}, setCookies: [], text: JSON.stringify(answered) };
    },
  };
  const options = adapter.options.parse({ ...CREDENTIALS[kind], ...more });
  const source = { key: kind as string as SourceKey, adapter, options, connection, rules: BUILT_IN, maxScan };
  const query = { where: EVERYTHING, window: ALL_TIME, direction, after: null, take: 4, now: fromMillis(NOW) };
  const lane = openLane({ ...source, timeoutMs: 60_000, pageSize: 5 }, query, new AbortController().signal);
  const error: unknown = await (async () => {
    for await (const item of lane) void item;
    return null;
  })().catch((reason: unknown) => reason);
  return { error, requests };
}

describe.each(CASES)('a vendor with %s (%s)', (_, kind, more, answer) => {
  test.each([
    ['live', 1_000_000],
    ['whoever copies all of it', null],
  ] as const)('is given up after a bounded number of answers: %s', async (__, maxScan) => {
    const { error, requests } = await walked(kind, more, answer, 'DESC', maxScan);
    expect(requests).toBeLessThan(MANY);
    if (error !== null) {
      expect(error).toBeInstanceOf(SourceError);
      expect(['INVALID_RESPONSE', 'BAD_REQUEST', 'OVERFLOW']).toContain((error as SourceError).problem.code);
    } else expect(kind).toBe('zstack');
  });

  test('is given up whatever the direction', async () => {
    expect((await walked(kind, more, answer, 'ASC', null)).requests).toBeLessThan(MANY);
  });
});

test('a login that never ends is given up, and tells so', async () => {
  const step = (): ReturnType<NonNullable<ReturnType<typeof adapterOf>['login']>> => ({
    request: { method: 'POST', path: '/login' },
    read: () => ({ result: null, next: step() }),
  });
  const adapter = { ...adapterOf(UNABLE), login: step };
  let requests = 0;
  const transport = {
    close: async () => {},
    send: async () => {
      requests += 1;
      return { status: 200, headers: {}, setCookies: [], text: '' };
    },
  };
  const connection = connect(adapter, {}, transport, { rules: BUILT_IN, loginTimeoutMs: 60_000, clock: () => NOW });
  const asker = { signal: new AbortController().signal, leftMs: () => 60_000, sent: () => {} };
  await expect(connection.send({ method: 'GET', path: '/data' }, asker)).rejects.toMatchObject({
    problem: { code: 'INVALID_RESPONSE', message: expect.stringContaining('login') },
  });
  expect(requests).toBe(MOST_LOGIN_STEPS);
});

import { describe, expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { EVERYTHING, type Is, is } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { ALL_TIME } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import { type Item, LanePaused } from '../../src/lanes/lane.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import type { Capabilities, SourceAdapter } from '../../src/sources/adapter.ts';
import type { Asker } from '../../src/sources/asker.ts';
import { LONGEST_WORDS } from '../../src/sources/divide.ts';
import { eventOf, type OpenSource, openLane } from '../../src/sources/open-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { adapterOf } from '../fakes/strict-vendor.ts';

const ABLE: Capabilities = {
  filters: { action: { eq: 'exact', contains: 'wider' } },
  negation: false,
  timeFilter: true,
  grainUs: 1,
  maxPageSize: 10,
  pageSize: 5,
  counts: false,
};
const QUERY: EventQuery = {
  where: EVERYTHING,
  window: ALL_TIME,
  direction: 'ASC',
  after: null,
  take: 2,
  now: instant(Date.parse('2024-03-01T00:00:00Z') * 1_000),
};
const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...someEvent({ occurredAt: instant(index) }),
    nativeKey: `${index}`,
  }));

/** A source whose line answers from a list, so many records at a time, and then fails if told to. */
function sourceOf(all: readonly unknown[], given: Partial<OpenSource<object>> & { failAfter?: number } = {}) {
  const asked: { limit: number; offset: number; from: number; until: number; leaves: unknown[] }[] = [];
  const source: OpenSource<object> = {
    key: 'a' as SourceKey,
    adapter: adapterOf(ABLE),
    options: {},
    rules: { keys: [] },
    timeoutMs: 1_000,
    maxScan: 50_000,
    pageSize: null,
    connection: {
      async send(request, asker) {
        asker.sent();
        const ask = request.json as unknown as (typeof asked)[number];
        asked.push(ask);
        if (asked.length > (given.failAfter ?? Number.POSITIVE_INFINITY)) throw sourceError('UPSTREAM_ERROR', 'broken');
        const text = JSON.stringify(all.slice(ask.offset, ask.offset + ask.limit));
        return { status: 200, headers: {}, setCookies: [], text };
      },
    },
    ...given,
  };
  return { source, asked };
}

async function items(
  source: OpenSource<object>,
  query: Partial<EventQuery> = {},
  signal = new AbortController().signal,
) {
  const given: Item[] = [];
  const lane = openLane(source, { ...QUERY, ...query }, signal);
  const error: unknown = await (async () => {
    for await (const item of lane) given.push(item);
    return null;
  })().catch((reason: unknown) => reason);
  const reports = given.flatMap((item) => (item.kind === 'report' ? [item.report] : []));
  return {
    error,
    report: reports.at(-1),
    events: given.flatMap((item) => (item.kind === 'event' ? [item.event] : [])),
  };
}

describe('the smallest page that suffices', () => {
  test('is one more than asked where the vendor does it all', async () => {
    const { source, asked } = sourceOf(records(3));
    await items(source);
    expect(asked[0]).toMatchObject({ limit: 3, offset: 0 });
  });

  test('is the usual one where something is tested here', async () => {
    const { source, asked } = sourceOf(records(3));
    const { report } = await items(source, { where: is('action', { op: 'contains', value: 'a', ignoreCase: false }) });
    expect(asked[0]).toMatchObject({ limit: 5 });
    expect(report).toMatchObject({
      pushedDown: ['action'],
      filteredHere: ['action'],
      scanned: 3,
      matched: 0,
      requests: 1,
    });
  });

  test('is never larger than the vendor or the configuration allows', async () => {
    const { source, asked } = sourceOf(records(30));
    await items(source, { take: 500 });
    expect(asked[0]?.limit).toBe(10);
    const narrow = sourceOf(records(30), { pageSize: 4 });
    await items(narrow.source, { take: 500 });
    expect(narrow.asked[0]?.limit).toBe(4);
  });
});

describe('a vendor', () => {
  test('is asked up to a day past now, from 1970 on, where the question sets no bound', async () => {
    const { source, asked } = sourceOf([]);
    await items(source);
    expect(asked[0]).toMatchObject({ from: 0, until: Date.parse('2024-03-02T00:00:00Z') * 1_000 + 1 });
  });

  test('is asked the same by all who ask within a minute', async () => {
    const moments = ['00:00:00.001', '00:00:30', '00:01:00'];
    const ends = moments.map(async (moment) => {
      const { source, asked } = sourceOf([]);
      await items(source, { now: instant(Date.parse(`2024-03-01T${moment}Z`) * 1_000) });
      return asked[0]?.until;
    });
    const end = Date.parse('2024-03-02T00:01:00Z') * 1_000 + 1;
    expect(await Promise.all(ends)).toEqual([end, end, end]);
  });

  test.each([
    ['what redaction would change', 'Bearer abcdef0123456789abcdef'],
    ['what holds the mark of redaction', 'a[REDACTED]'],
  ])('is not asked for %s', async (_, value) => {
    const { source, asked } = sourceOf([]);
    const { report } = await items(source, { where: is('action', { op: 'eq', value, ignoreCase: false }) });
    expect(asked[0]?.leaves).toEqual([]);
    expect(report?.filteredHere).toEqual(['action']);
  });

  test('is not asked by a name whose values the configuration redacts', async () => {
    const [stream] = adapterOf(ABLE).streams;
    const named = { ...stream, words: () => ({ colour: 'green' }) } as NonNullable<typeof stream>;
    const adapter: SourceAdapter<object> = { ...adapterOf(ABLE), streams: [named] };
    const where = is('action', { op: 'eq', value: 'green', ignoreCase: false });
    const [open, closed] = [[], ['colour']].map((keys) => sourceOf([], { adapter, rules: { keys } }));
    expect((await items(open?.source as OpenSource<object>, { where })).report?.pushedDown).toEqual(['action']);
    expect((await items(closed?.source as OpenSource<object>, { where })).report?.pushedDown).toEqual([]);
  });

  test.each(['RED', 'x[', 'ACTED]'])(
    'is not asked for what a part of the mark of redaction may be: %s',
    async (value) => {
      const { source, asked } = sourceOf([]);
      await items(source, { where: is('action', { op: 'contains', value, ignoreCase: false }) });
      expect(asked[0]?.leaves).toEqual([]);
    },
  );

  test('is not asked blind to case, nor for what it has not declared, nor twice for one thing', async () => {
    const { source, asked } = sourceOf([]);
    const eq = (value: string, ignoreCase = false) => is('action', { op: 'eq', value, ignoreCase });
    await items(source, {
      where: { kind: 'and', all: [eq('a', true), eq('b'), eq('c'), is('message', { op: 'exists' })] },
    });
    expect(asked[0]?.leaves).toEqual([eq('b')]);
  });
});

describe('a lane', () => {
  test('reports what it cost before it fails, the failed request included', async () => {
    const { source } = sourceOf(records(10), { failAfter: 2 });
    const { error, report, events } = await items(source);
    expect(error).toMatchObject({ problem: { code: 'UPSTREAM_ERROR' } });
    expect(report).toMatchObject({ requests: 3, scanned: 6 });
    expect(events).toHaveLength(5);
  });

  test('fails where pages without a record never end', async () => {
    const [stream] = adapterOf(ABLE).streams;
    const endless = (): ReturnType<NonNullable<typeof stream>['ask']> => ({
      request: { method: 'POST', path: '/events', json: { offset: 0, limit: 0 } },
      read: () => ({ result: { records: [], wholeUntil: null }, next: endless() }),
    });
    const adapter = { ...adapterOf(ABLE), streams: [{ ...(stream as NonNullable<typeof stream>), ask: endless }] };
    const { error } = await items(sourceOf([], { adapter }).source);
    expect(error).toMatchObject({ problem: { code: 'INVALID_RESPONSE' } });
  });

  test('asks in another way where the vendor refuses one, and counts both requests', async () => {
    const { source } = sourceOf(records(3), { failAfter: 0 });
    const working = sourceOf(records(3));
    const [stream] = source.adapter.streams;
    const older = {
      ...stream,
      ask: (pushdown: Parameters<NonNullable<typeof stream>['ask']>[0]) => ({
        ...(stream as NonNullable<typeof stream>).ask(pushdown, {}),
        request: { method: 'POST', path: '/newer', json: {} },
        refused: () => (stream as NonNullable<typeof stream>).ask(pushdown, {}),
      }),
    } as NonNullable<typeof stream>;
    const connection: OpenSource<object>['connection'] = {
      send: (request, asker) => (request.path === '/newer' ? source : working.source).connection.send(request, asker),
    };
    const { events, report, error } = await items({
      ...source,
      connection,
      adapter: { ...source.adapter, streams: [older] },
    });
    expect({ count: events.length, requests: report?.requests, error }).toEqual({ count: 3, requests: 3, error: null });
  });

  test('tells no secret that reading an answer finds', async () => {
    const [stream] = adapterOf(ABLE).streams;
    const read = () => {
      throw sourceError('INVALID_RESPONSE', 'found password=hunter22');
    };
    const odd = { ...stream, ask: () => ({ request: { method: 'POST', path: '/', json: {} }, read }) };
    const adapter = { ...adapterOf(ABLE), streams: [odd as unknown as NonNullable<typeof stream>] };
    const { source } = sourceOf([], { adapter });
    expect((await items(source)).error).toMatchObject({
      problem: { code: 'INVALID_RESPONSE', message: 'found password=[REDACTED]' },
    });
  });

  test('pauses when it has read as many records as it may', async () => {
    const { source } = sourceOf(records(10), { maxScan: 6 });
    const { error, events } = await items(source);
    expect(error).toBeInstanceOf(LanePaused);
    expect(events).toHaveLength(5);
  });

  test('fails as TIMEOUT when a request outlasts its time', async () => {
    const hanging = {
      send: (_request: unknown, { signal }: Pick<Asker, 'signal'>) =>
        new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    const { source } = sourceOf([], { timeoutMs: 20, connection: hanging });
    expect((await items(source)).error).toMatchObject({ problem: { code: 'TIMEOUT', retryable: true } });
  });

  test('stops when nobody waits for it any more', async () => {
    const { source } = sourceOf(records(10));
    const reason = new Error('left');
    const connection: OpenSource<object>['connection'] = {
      send: async (request, asker) => {
        asker.signal.throwIfAborted();
        return source.connection.send(request, asker);
      },
    };
    expect((await items({ ...source, connection }, {}, AbortSignal.abort(reason))).error).toBe(reason);
  });

  test('keeps a place for a record without a time, and goes on', async () => {
    const adapter: SourceAdapter<object> = {
      ...adapterOf(ABLE),
      decode: (record, options) =>
        (record as { broken?: true }).broken ? null : adapterOf(ABLE).decode(record, options),
    };
    const [first, ...rest] = records(3);
    const { source } = sourceOf([first, { broken: true }, ...rest], { adapter });
    const { events, error, report } = await items(source, { take: 9 });
    expect({ count: events.length, error, scanned: report?.scanned }).toEqual({ count: 3, error: null, scanned: 4 });
  });
});

describe('a record', () => {
  const adapter: SourceAdapter<object> = {
    ...adapterOf(ABLE),
    decode: (record) => ({
      ...(someEvent() as AuditEvent),
      message: (record as { note: string }).note,
      nativeKey: JSON.stringify(record),
    }),
  };
  const read = (record: Json, keys: readonly string[] = []) =>
    eventOf(record, { adapter, options: {}, key: 'a' as SourceKey, rules: { keys } });

  test('is redacted and well-formed before anything reads it', () => {
    const event = read({ note: 'password=hunter22 \u0000\ud800', password: 'hunter22' });
    expect(event).toMatchObject({ message: 'password=[REDACTED] \ufffd\ufffd', raw: { password: '[REDACTED]' } });
  });

  test('keeps its id when a redaction is added by configuration', () => {
    const record = { note: 'x', colour: 'green' };
    const [plain, redacted] = [read(record), read(record, ['colour'])];
    expect(redacted?.raw).toEqual({ note: 'x', colour: '[REDACTED]' });
    expect(redacted?.id).toBe(plain?.id);
  });
});

describe('what takes too many words', () => {
  test('is not told to the vendor, but tested here', async () => {
    const [short, long] = ['a'.repeat(LONGEST_WORDS / 2), 'a'.repeat(LONGEST_WORDS)].map((value) =>
      is('action', { op: 'eq', value, ignoreCase: false }),
    );
    const { source, asked } = sourceOf(records(3));
    await items(source, { where: short as Is });
    const { report } = await items(source, { where: long as Is });
    expect([asked.at(0)?.leaves.length, asked.at(-1)?.leaves.length]).toEqual([1, 0]);
    expect(report).toMatchObject({ pushedDown: [], filteredHere: ['action'] });
  });
});

describe('a question that the vendor finds too long in the middle of a walk', () => {
  test.each(['ASC', 'DESC'] as const)('is asked on without its words from the place reached, %s', async (direction) => {
    const all = records(12).map((record) => ({ ...record, action: 'a' }));
    const asked: number[] = [];
    const connection: OpenSource<object>['connection'] = {
      async send(request) {
        const ask = request.json as unknown as {
          from: number;
          until: number;
          limit: number;
          offset: number;
          leaves: [];
        };
        asked.push(ask.leaves.length);
        if (ask.leaves.length > 0 && ask.offset > 3) throw sourceError('BAD_REQUEST', 'no', { httpStatus: 414 });
        const inside = all.filter(({ occurredAt }) => occurredAt > ask.from && occurredAt < ask.until);
        const sorted = direction === 'ASC' ? inside : inside.toReversed();
        const text = JSON.stringify(sorted.slice(ask.offset, ask.offset + ask.limit));
        return { status: 200, headers: {}, setCookies: [], text };
      },
    };
    const where = is('action', { op: 'eq', value: 'a', ignoreCase: false });
    const { events, error, report } = await items(sourceOf([], { connection }).source, { where, direction });
    const whole = await items(sourceOf([], { connection }).source, { direction });
    expect(error).toBeNull();
    expect(whole.events.length).toBeGreaterThanOrEqual(11);
    expect(events.map(({ id }) => id)).toEqual(whole.events.map(({ id }) => id));
    expect(asked.slice(0, 4)).toEqual([1, 1, 1, 0]);
    expect(report).toMatchObject({ pushedDown: [], filteredHere: ['action'] });
  });
});

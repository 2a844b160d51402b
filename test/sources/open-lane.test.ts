import { describe, expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { is } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { LanePaused } from '../../src/lanes/lane.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import type { SourceAdapter } from '../../src/sources/adapter.ts';
import type { Asker } from '../../src/sources/asker.ts';
import { eventOf, type OpenSource } from '../../src/sources/open-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { adapterOf } from '../fakes/strict-vendor.ts';
import { ABLE, items, records, sourceOf } from './opened-lane.ts';

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
    const [stream] = adapterOf(ABLE).streams({});
    const named = { ...stream, words: () => ({ colour: 'green' }) } as NonNullable<typeof stream>;
    const adapter: SourceAdapter<object> = { ...adapterOf(ABLE), streams: () => [named] };
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
    const [stream] = adapterOf(ABLE).streams({});
    const endless = (): ReturnType<NonNullable<typeof stream>['ask']> => ({
      request: { method: 'POST', path: '/events', json: { offset: 0, limit: 0 } },
      read: () => ({ result: { records: [], wholeUntil: null }, next: endless() }),
    });
    const adapter = {
      ...adapterOf(ABLE),
      streams: () => [{ ...(stream as NonNullable<typeof stream>), ask: endless }],
    };
    const { error } = await items(sourceOf([], { adapter }).source);
    expect(error).toMatchObject({ problem: { code: 'INVALID_RESPONSE' } });
  });

  test('asks in another way where the vendor refuses one, and counts both requests', async () => {
    const { source } = sourceOf(records(3), { failAfter: 0 });
    const working = sourceOf(records(3));
    const [stream] = source.adapter.streams({});
    const older = {
      ...stream,
      ask: (pushdown: Parameters<NonNullable<typeof stream>['ask']>[0]) => ({
        ...(stream as NonNullable<typeof stream>).ask(pushdown),
        request: { method: 'POST', path: '/newer', json: {} },
        refused: () => (stream as NonNullable<typeof stream>).ask(pushdown),
      }),
    } as NonNullable<typeof stream>;
    const connection: OpenSource<object>['connection'] = {
      send: (request, asker) => (request.path === '/newer' ? source : working.source).connection.send(request, asker),
    };
    const { events, report, error } = await items({
      ...source,
      connection,
      adapter: { ...source.adapter, streams: () => [older] },
    });
    expect({ count: events.length, requests: report?.requests, error }).toEqual({ count: 3, requests: 3, error: null });
  });

  test('tells no secret that reading an answer finds', async () => {
    const [stream] = adapterOf(ABLE).streams({});
    const read = () => {
      throw sourceError('INVALID_RESPONSE', 'found password=hunter22');
    };
    const odd = { ...stream, ask: () => ({ request: { method: 'POST', path: '/', json: {} }, read }) };
    const adapter = { ...adapterOf(ABLE), streams: () => [odd as unknown as NonNullable<typeof stream>] };
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

import { describe, expect, test } from 'vitest';
import type { EventDraft, SourceKey } from '../../src/domain/event.ts';
import { EVERYTHING, type FilterExpr, is } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/domain/json.ts';
import { ALL_TIME } from '../../src/domain/position.ts';
import type { Item } from '../../src/lanes/lane.ts';
import type { SourceAdapter } from '../../src/sources/adapter.ts';
import { MOST_MEMBERS_TRIED } from '../../src/sources/decoded.ts';
import { openLane } from '../../src/sources/open-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';

const MS = 1_000;

/** A vendor's decode with faults of its own: it bears no texts for `weight`, no `size` beside a `colour`, and no poison. */
function decode(record: Json): EventDraft | null {
  if (!isJsonObject(record)) throw new TypeError('a record that is none');
  if (record.poison !== undefined) throw new RangeError('password=hunter22 is too deep');
  if (typeof record.at !== 'number') return null;
  if (typeof record.weight === 'string') throw new TypeError('weight.toFixed is not a function');
  if (record.colour !== undefined && record.size !== undefined) throw new TypeError('one of them');
  const { id: _, source: __, raw: ___, ...draft } = someEvent({ occurredAt: instant(record.at * MS), action: 'login' });
  const durationMs = (record.duration ?? null) as number | null;
  return { ...draft, nativeKey: String(record.id), message: (record.note ?? null) as string | null, durationMs };
}

async function read(records: readonly Json[], where: FilterExpr = EVERYTHING) {
  const base = adapterOf({ ...UNABLE, timeFilter: true, grainUs: MS, maxPageSize: 10, pageSize: 10 });
  const adapter: SourceAdapter<object> = {
    ...base,
    streams: (options) =>
      base.streams(options).map((stream) => ({
        ...stream,
        ask: () => ({
          request: { method: 'GET', path: '/' },
          read: () => ({ result: { records, wholeUntil: null }, next: null }),
        }),
      })),
    decode,
  };
  let undecoded = 0;
  const source = {
    ...{ key: 'a' as SourceKey, adapter, options: {}, rules: { keys: [] }, timeoutMs: 1_000, maxScan: 100 },
    pageSize: null,
    connection: { send: async () => ({ status: 200, headers: {}, setCookies: [], text: '' }) },
    undecoded: () => {
      undecoded += 1;
    },
  };
  const query = { where, window: ALL_TIME, direction: 'ASC', after: null, take: 9, now: instant(0) } as const;
  const items: Item[] = [];
  for await (const item of openLane(source, query, new AbortController().signal)) items.push(item);
  return {
    events: items.flatMap((item) => (item.kind === 'event' ? [item.event] : [])),
    gaps: items.flatMap((item) => (item.kind === 'gap' ? [item] : [])),
    undecoded,
  };
}

const sound = (at: number, more: JsonObject = {}): JsonObject => ({ id: at, at, ...more });

describe('a record that the adapter cannot read as it is', () => {
  test.each<[string, JsonObject]>([
    ['that throws', { weight: 'heavy', note: 'kept' }],
    ['that makes an event of what no event may hold', { duration: 'long', note: 'kept' }],
    ['of two that do not go together', { colour: 'red', note: 'kept', size: 1 }],
  ])('loses the member %s, and is an event with all else', async (_, odd) => {
    const { events, gaps, undecoded } = await read([sound(1), sound(2, odd), sound(3)]);
    expect(events.map(({ occurredAt }) => occurredAt / MS)).toEqual([1, 2, 3]);
    expect(events[1]).toMatchObject({ message: 'kept', durationMs: null, raw: sound(2, odd) });
    expect({ gaps, undecoded }).toEqual({ gaps: [], undecoded: 1 });
  });

  test('is known by all that it holds: those that differ only there are two', async () => {
    const heavy = ['heavy', 'heavier'].map((weight) => ({ ...sound(2), weight }));
    const { events } = await read([sound(1), ...heavy, heavy[0] as Json, sound(3)]);
    expect(events).toHaveLength(4);
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  });

  test('is missing alone where it cannot be read at all, and says why without secrets', async () => {
    const { events, gaps, undecoded } = await read([sound(1), 'no record', sound(3)]);
    expect(events.map(({ occurredAt }) => occurredAt / MS)).toEqual([1, 3]);
    expect(gaps).toMatchObject([
      {
        window: { from: 1 * MS, until: 4 * MS },
        problem: { code: 'INVALID_RESPONSE', message: expect.stringContaining('TypeError: a record that is none') },
      },
    ]);
    expect(undecoded).toBe(1);
  });

  test('is not tried member by member where it has more than are tried', async () => {
    const many = Object.fromEntries(Array.from({ length: MOST_MEMBERS_TRIED }, (_, index) => [`m${index}`, index]));
    const { events, gaps } = await read([sound(1), sound(2, { ...many, poison: 1 }), sound(3)]);
    expect(events.map(({ occurredAt }) => occurredAt / MS)).toEqual([1, 3]);
    expect(gaps).toMatchObject([{ problem: { message: expect.stringContaining('RangeError: password=[REDACTED]') } }]);
    const few = Object.fromEntries(Object.entries(many).slice(3));
    expect((await read([sound(1), sound(2, { ...few, poison: 1 })])).events).toHaveLength(2);
  });

  test('costs its neighbours nothing where a filter is tested, either', async () => {
    const where = is('action', { op: 'eq', value: 'login', ignoreCase: false });
    const { events, gaps } = await read([sound(1), 7, sound(2, { weight: 'heavy' }), sound(3)], where);
    expect(events).toHaveLength(3);
    expect(gaps).toHaveLength(1);
  });
});

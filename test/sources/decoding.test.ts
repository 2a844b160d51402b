import { describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { EVERYTHING, type FilterExpr, is } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { ALL_TIME } from '../../src/domain/position.ts';
import type { LaneReport } from '../../src/lanes/lane.ts';
import type { RecordPage, SourceAdapter } from '../../src/sources/adapter.ts';
import { openLane } from '../../src/sources/open-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';

const DATED = [1, 2, 3, 4, 5, 6].map((at) => ({
  ...someEvent({ occurredAt: instant(at * 1_000), action: at % 2 === 0 ? 'even' : 'odd' }),
  nativeKey: `${at}`,
})) as unknown as readonly Json[];
const EVEN = is('action', { op: 'eq', value: 'even', ignoreCase: false });

interface Asked {
  readonly page: RecordPage;
  readonly where?: FilterExpr;
  /** How many events are taken from the lane. */
  readonly take?: number;
}

/** Reads a lane whose vendor answers one page, and tells how many records were decoded on the way. */
async function read({ page, where = EVERYTHING, take = 99 }: Asked) {
  const adapter = adapterOf({ ...UNABLE, timeFilter: true, grainUs: 1_000, maxPageSize: 10, pageSize: 10 });
  let decoded = 0;
  const counting: SourceAdapter<object> = {
    ...adapter,
    streams: (options) =>
      adapter.streams(options).map((stream) => ({
        ...stream,
        ask: () => ({ request: { method: 'GET', path: '/' }, read: () => ({ result: page, next: null }) }),
      })),
    decode(record, options) {
      decoded += 1;
      return (record as { undated?: true }).undated ? null : adapter.decode(record, options);
    },
  };
  const source = {
    key: 'a' as SourceKey,
    adapter: counting,
    options: {},
    rules: { keys: [] },
    timeoutMs: 1_000,
    maxScan: 100,
    pageSize: null,
    connection: { send: async () => ({ status: 200, headers: {}, setCookies: [], text: '' }) },
  };
  const query = { where, window: ALL_TIME, direction: 'ASC', after: null, take, now: instant(9_000) } as const;
  const actions: string[] = [];
  const reports: LaneReport[] = [];
  for await (const item of openLane(source, query, new AbortController().signal)) {
    if (item.kind === 'report') reports.push(item.report);
    if (item.kind === 'event') actions.push(`${item.event.occurredAt / 1_000}`);
    if (actions.length === take) break;
  }
  const { scanned = 0, matched = 0 } = reports.at(-1) ?? {};
  return { decoded, times: actions.join(''), scanned, matched };
}

describe('the records of an answer', () => {
  test('are decoded only as far as they are needed, and all of them count as read', async () => {
    const page: RecordPage = { records: DATED, wholeUntil: null };
    expect(await read({ page, take: 2 })).toEqual({ decoded: 3, times: '12', scanned: 6, matched: 6 });
  });

  test('are all decoded where a filter is to be tested, for the report says how many pass it', async () => {
    const page: RecordPage = { records: DATED, wholeUntil: null };
    expect(await read({ page, where: EVEN, take: 1 })).toMatchObject({ decoded: 6, times: '2', matched: 3 });
  });

  test('count as not matching where they have no time', async () => {
    const page: RecordPage = { records: [...DATED, { undated: true }], wholeUntil: null };
    expect(await read({ page })).toEqual({ decoded: 7, times: '123456', scanned: 7, matched: 6 });
  });
});

describe('the records of a slice', () => {
  const slice = { wholeUntil: instant(9_000) };

  test('are decoded as they are needed when their order is known, either way', async () => {
    for (const [records, order] of [
      [DATED, 'ASC'],
      [DATED.toReversed(), 'DESC'],
    ] as const) {
      expect(await read({ page: { ...slice, records, order }, take: 2 })).toMatchObject({ decoded: 3, times: '12' });
    }
  });

  test('are all decoded when it is not', async () => {
    const page: RecordPage = { ...slice, records: DATED.toReversed() };
    expect(await read({ page, take: 2 })).toMatchObject({ decoded: 6, times: '12' });
  });
});

import type { SourceKey } from '../../src/domain/event.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import { ALL_TIME } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import type { Capabilities } from '../../src/sources/adapter.ts';
import { type OpenSource, openLane } from '../../src/sources/open-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { adapterOf } from '../fakes/strict-vendor.ts';

export const ABLE: Capabilities = {
  filters: { action: { eq: 'exact', contains: 'wider' } },
  negation: false,
  timeFilter: true,
  grainUs: 1,
  maxPageSize: 10,
  pageSize: 5,
  counts: false,
};
export const QUERY: EventQuery = {
  where: EVERYTHING,
  window: ALL_TIME,
  direction: 'ASC',
  after: null,
  take: 2,
  now: instant(Date.parse('2024-03-01T00:00:00Z') * 1_000),
};
export const records = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...someEvent({ occurredAt: instant(index) }),
    nativeKey: `${index}`,
  }));

/** A source whose line answers from a list, so many records at a time, and then fails if told to. */
export function sourceOf(all: readonly unknown[], given: Partial<OpenSource<object>> & { failAfter?: number } = {}) {
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

export async function items(
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

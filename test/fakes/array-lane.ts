import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { floorTo } from '../../src/domain/instant.ts';
import { compileFilter } from '../../src/domain/matches.ts';

import type { EventQuery } from '../../src/domain/query.ts';
import { EMPTY_REPORT, type Item, LanePaused, type LaneSource } from '../../src/lanes/lane.ts';
import type { Entry, Reading } from '../../src/lanes/reading.ts';
import { settle } from '../../src/lanes/settle.ts';
import { sorted } from '../../src/lanes/sorted.ts';
import { problem, sourceError } from '../../src/lanes/source-error.ts';
import { strictly } from '../../src/lanes/strictly.ts';

export interface ArrayLaneOptions {
  readonly key: string;
  readonly events: readonly AuditEvent[];
  readonly grainUs?: number;
  readonly pageSize?: number;
  readonly essential?: boolean;
  /** Fails, or pauses, in place of giving its page of this number (the first is 0). */
  readonly failAt?: number;
  readonly pauseAt?: number;
  /** Told of every page given. */
  readonly onPage?: (query: EventQuery) => void;
}

/**
 * A source held in memory: sorted by time only, as finely as its grain, ties in the order given, read in pages. As strict
 * as a vendor: a page is what it is, and what lies before the window is never given.
 */
export function arrayLane(options: ArrayLaneOptions): LaneSource {
  const { key, grainUs = 1, essential = false } = options;
  return {
    name: key,
    sources: [key as SourceKey],
    essential,
    grainUs,
    open: (query, signal) => sorted((asked) => open(options, asked, signal), query, signal),
    count: async (query) => options.events.filter(inWindow(query)).filter(compileFilter(query.where)).length,
  };
}

function inWindow({ window }: EventQuery) {
  return (event: AuditEvent) => event.occurredAt >= window.from && event.occurredAt <= window.until - 1;
}

async function* open(options: ArrayLaneOptions, query: EventQuery, signal: AbortSignal): AsyncGenerator<Item> {
  const { grainUs = 1 } = options;
  yield* strictly(settle(pages(options, query, signal), { ...query, grainUs }), query);
}

async function* pages(options: ArrayLaneOptions, query: EventQuery, signal: AbortSignal): AsyncGenerator<Reading> {
  const { events, grainUs = 1, pageSize = 3, failAt = -1, pauseAt = -1 } = options;
  const matches = compileFilter(query.where);
  const tick = (event: AuditEvent) => floorTo(event.occurredAt, grainUs);
  const sign = query.direction === 'ASC' ? 1 : -1;
  const rest = events
    .filter((event) => event.occurredAt >= floorTo(query.window.from, grainUs) && tick(event) <= query.window.until)
    .filter((event) => !query.after || sign * (tick(event) - floorTo(query.after.occurredAt, grainUs)) >= 0)
    .toSorted((a, b) => sign * (tick(a) - tick(b)));
  let report = EMPTY_REPORT;
  for (let page = 0; page === 0 || page * pageSize < rest.length; page++) {
    signal.throwIfAborted();
    report = { ...report, requests: report.requests + 1 };
    yield { kind: 'report', report };
    if (page === failAt) throw sourceError('UNREACHABLE', `${options.key}: switched off`);
    if (page === pauseAt) throw new LanePaused(problem('SCAN_LIMIT', `${options.key}: allowance used up`));
    options.onPage?.(query);
    const entries = rest
      .slice(page * pageSize, (page + 1) * pageSize)
      .map((event): Entry => ({ kind: 'event', event, matched: matches(event) }));
    const matched = entries.filter((entry) => entry.kind === 'event' && entry.matched).length;
    report = { ...report, scanned: report.scanned + entries.length, matched: report.matched + matched };
    yield { kind: 'report', report };
    yield { kind: 'page', entries, wholeUntil: null };
  }
}

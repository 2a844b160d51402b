import type { AuditEvent, SourceKey } from '../../domain/event.ts';
import { filterPath, isEverything, leaves } from '../../domain/filter.ts';
import { next } from '../../domain/instant.ts';
import { compileFilter, type Predicate } from '../../domain/matches.ts';
import type { Order } from '../../domain/order.ts';
import {
  boundary,
  compare,
  exit,
  furthest,
  isBounded,
  type Position,
  placeOf,
  type TimeWindow,
} from '../../domain/position.ts';
import type { EventQuery } from '../../domain/query.ts';
import { breathing } from '../../lanes/breath.ts';
import type { Item, LaneReport, Share } from '../../lanes/lane.ts';
import type { Database } from '../engine/database.ts';
import { asking } from '../engine/store-failure.ts';
import { countSql, pageSql } from '../sql/read.ts';
import { type EventRow, eventOf } from '../sql/row.ts';
import { type Sql, sql } from '../sql/sql.ts';
import { where } from '../sql/where.ts';

/** The most rows that one statement reads. */
export const LARGEST_PAGE = 1_000;
/** Each page is this many times the one before: whoever needs a second one needs more than he thought. */
export const PAGE_GROWTH = 4;

export interface LaneReads extends Pick<Database, 'rows'> {
  /** The windows that are read one after the other; left out: the question's own. A shortcut. */
  readonly reaches?: (query: EventQuery) => readonly TimeWindow[];
}

/**
 * The store's events that match, in order. What SQL cannot say is tested here, so the answer is always that of
 * `matches`. After each page comes a report, then its events, then, where they do not say it themselves, a mark.
 */
export async function* storeLane(
  reads: LaneReads,
  sources: readonly SourceKey[],
  query: EventQuery,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const { sql: condition, pushed, residual } = where(query.where);
  const mine = ofSources(sources, condition);
  const passes = compileFilter(residual);
  let report: LaneReport = {
    requests: 0,
    scanned: 0,
    matched: 0,
    pushedDown: [...new Set([...(isBounded(query.window) ? ['occurredAt'] : []), ...paths(pushed)])],
    filteredHere: paths(residual),
  };
  let after = query.after;
  let said = query.after;
  let size = firstPage(query.take);
  const windows = reads.reaches?.(query) ?? [query.window];
  for (const window of windows) {
    for (let isMore = true; isMore; ) {
      signal.throwIfAborted();
      const page = await read(reads, pageSql({ ...query, window, where: mine, after }, size), signal);
      const events = await passing(page, passes, signal);
      report = {
        ...report,
        requests: report.requests + 1,
        scanned: report.scanned + page.length,
        matched: report.matched + events.length,
        shares: shared(report.shares, page, events),
      };
      yield { kind: 'report', report };
      for (const event of events) yield { kind: 'event', at: placeOf(event, query), event };
      const last = page.at(-1);
      isMore = last !== undefined && page.length === size;
      if (!isMore && window === windows.at(-1)) return;
      const mark = isMore && last ? markBefore(last, query) : exit(window, query);
      said = furthest(said, placeOrNull(events.at(-1), query), query);
      if (said === null || compare(mark, said, query) > 0) yield { kind: 'mark', at: mark };
      after = placeOrNull(last, query) ?? after;
      if (isMore) size = Math.min(size * PAGE_GROWTH, LARGEST_PAGE);
    }
  }
}

/** How many events match: told by the database where it can say all of the filter, else by testing what it lets through. */
export async function countStored(
  reads: LaneReads,
  sources: readonly SourceKey[],
  query: EventQuery,
  signal: AbortSignal,
): Promise<number> {
  const { sql: condition, residual } = where(query.where);
  signal.throwIfAborted();
  if (isEverything(residual)) {
    const counting = countSql({ ...query, where: ofSources(sources, condition) });
    const [row] = await asking(reads.rows<{ count: number }>(counting, signal));
    return row?.count ?? 0;
  }
  let count = 0;
  for await (const item of storeLane(reads, sources, { ...query, take: LARGEST_PAGE }, signal)) {
    if (item.kind === 'event') count += 1;
  }
  return count;
}

/** A test may take long, of a long text by a large pattern. */
async function passing(
  events: readonly AuditEvent[],
  passes: Predicate,
  signal: AbortSignal,
): Promise<readonly AuditEvent[]> {
  const rest = breathing();
  const passed: AuditEvent[] = [];
  for (const event of events) {
    if (passes(event)) passed.push(event);
    await rest();
    signal.throwIfAborted();
  }
  return passed;
}

/** One more than is expected to be needed, so that whether more follow is known as well. */
function firstPage(take: number): number {
  return Math.min(Math.max(take, 0) + 1, LARGEST_PAGE);
}

async function read(reads: LaneReads, page: Sql, signal: AbortSignal): Promise<readonly AuditEvent[]> {
  return (await asking(reads.rows<EventRow>(page, signal))).map(eventOf);
}

function placeOrNull(event: AuditEvent | undefined, order: Order): Position | null {
  return event ? placeOf(event, order) : null;
}

/** The furthest place of no event up to which a page that ends at `last` is whole. */
function markBefore(last: AuditEvent, order: Order): Position {
  const { value, occurredAt } = placeOf(last, order);
  return { ...(order.by && { value }), ...boundary(order.direction === 'ASC' ? occurredAt : next(occurredAt)) };
}

/** The database may hold more than what is configured now. */
function ofSources(sources: readonly SourceKey[], condition: Sql): Sql {
  return sql`source = ANY(${[...sources]}::text[]) AND ${condition}`;
}

function shared(
  before: LaneReport['shares'],
  page: readonly AuditEvent[],
  matched: readonly AuditEvent[],
): ReadonlyMap<SourceKey, Share> {
  const shares = new Map(before);
  const count = (source: SourceKey, scanned: number, passed: number) => {
    const so = shares.get(source) ?? { scanned: 0, matched: 0 };
    shares.set(source, { scanned: so.scanned + scanned, matched: so.matched + passed });
  };
  for (const { source } of page) count(source, 1, 0);
  for (const { source } of matched) count(source, 0, 1);
  return shares;
}

function paths(...args: Parameters<typeof leaves>): readonly string[] {
  return [...new Set(leaves(...args).map(filterPath))];
}

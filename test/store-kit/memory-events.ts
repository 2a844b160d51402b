import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { type Printing, printEvent } from '../../src/domain/export/print-event.ts';
import { filterPath, leaves } from '../../src/domain/filter.ts';
import { compileFilter } from '../../src/domain/matches.ts';
import { compare, type Position, placeOf, within } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { Item, PrintedPage } from '../../src/lanes/lane.ts';

/** An event with everything that is stored of it, and its number in the order of arrival. */
export interface MemoryRow {
  readonly arrival: number;
  readonly event: Required<AuditEvent>;
}

/** Rows by their places: a new table for every change, so that a reader keeps the one he began with. */
export type Rows = ReadonlyMap<string, MemoryRow>;

export function placeKey({ occurredAt, id }: Position): string {
  return `${occurredAt} ${id}`;
}

/** Those that match, in order. */
export function answer(rows: Rows, sources: readonly SourceKey[], query: EventQuery): readonly AuditEvent[] {
  const { where, window, after } = query;
  const at = (event: AuditEvent) => placeOf(event, query);
  const matches = compileFilter(where);
  return [...rows.values()]
    .map(({ event }) => event)
    .filter((event) => sources.includes(event.source) && within(event.occurredAt, window) && matches(event))
    .filter((event) => after === null || compare(at(event), after, query) > 0)
    .toSorted((a, b) => compare(at(a), at(b), query));
}

/** One request answers all of it. */
export async function* memoryLane(
  rows: () => Rows,
  sources: readonly SourceKey[],
  query: EventQuery,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  signal.throwIfAborted();
  const events = answer(rows(), sources, query);
  const filteredHere = [...new Set(leaves(query.where).map(filterPath))];
  const counts = { requests: 1, scanned: events.length, matched: events.length };
  yield { kind: 'report', report: { ...counts, pushedDown: [], filteredHere } };
  for (const event of events) {
    signal.throwIfAborted();
    yield { kind: 'event', at: placeOf(event, query), event };
  }
}

const PAGE = 100;

/** Of sources that have a name there, in pages. */
export async function* printed(events: readonly AuditEvent[], printing: Printing): AsyncGenerator<PrintedPage> {
  const named = events.filter(({ source }) => printing.typeNames.has(source));
  for (let from = 0; from < named.length; from += PAGE) {
    const page = named.slice(from, from + PAGE);
    const { occurredAt, id } = page.at(-1) as AuditEvent;
    yield {
      text: page.map((event) => printEvent(event, printing)).join(''),
      count: page.length,
      last: { occurredAt, id },
    };
  }
}

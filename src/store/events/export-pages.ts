import type { Printing } from '../../domain/export/print-event.ts';
import { isEverything } from '../../domain/filter.ts';
import type { Position } from '../../domain/position.ts';
import type { EventQuery } from '../../domain/query.ts';
import type { PrintedPage } from '../../lanes/lane.ts';
import type { Database } from '../engine/database.ts';
import { asking, storeFailure } from '../engine/store-failure.ts';
import { lineSql } from '../sql/export-line.ts';
import { inlined } from '../sql/inlined.ts';
import { bounds, orderBy } from '../sql/read.ts';
import { raw, type Sql, sql } from '../sql/sql.ts';
import { where } from '../sql/where.ts';
import { copiedLines } from './copied-lines.ts';

/** So many events are printed at first; then as many as make a page of about this many characters. */
const FIRST_PAGE = 500;
const LARGEST_PAGE = 10_000;
const PAGE_CHARACTERS = 512 * 1024;
/** In so many rows the database gives a page: to put all of it into one text takes it longer. */
const ROWS = 32;

interface PageRow {
  readonly text: string;
  readonly count: number;
  readonly occurredAt: Position['occurredAt'];
  readonly id: Position['id'];
}

/**
 * The text of the stored events that match, printed by the database: this process only passes it on. Null where SQL
 * cannot say all of the filter, and in an order that is not that of time. A server gives it as one stream, in one snapshot; the embedded database page by page: the
 * next page is asked for while the last one is passed on, and no page after it.
 */
export function printStored(
  reads: Pick<Database, 'rows' | 'copyOut'>,
  query: EventQuery,
  printing: Printing,
  signal: AbortSignal,
): AsyncIterable<PrintedPage> | null {
  const { sql: condition, residual } = where(query.where);
  if (!isEverything(residual) || query.by) return null;
  const sources = sql`source = ANY(${[...printing.typeNames.keys()]}::text[])`;
  const rows = { ...query, where: sql`${sources} AND ${condition}` };
  const line = lineSql(printing);
  if (reads.copyOut) return failing(copiedLines(reads.copyOut(copySql(rows, line), signal)), signal);
  return pages(
    (after, size) => pageOf(reads, printedPageSql({ ...rows, after }, line, size), signal),
    query.after,
    signal,
  );
}

type Rows = Parameters<typeof bounds>[0] & Pick<EventQuery, 'direction'>;

function copySql(rows: Rows, line: Sql): string {
  const lines = sql`SELECT occurred_at, id, ${line} FROM audit_event WHERE ${bounds(rows)} ORDER BY ${orderBy(rows)}`;
  return `COPY (${inlined(lines)}) TO STDOUT (FORMAT binary)`;
}

/** In the words of lanes, and with the signal's reason where that ended it. */
async function* failing(lines: AsyncIterable<PrintedPage>, signal: AbortSignal): AsyncGenerator<PrintedPage> {
  try {
    yield* lines;
  } catch (error) {
    signal.throwIfAborted();
    throw storeFailure(error) ?? error;
  }
}

/** Rows of lines in their order: in each the text of some, how many, and the place of the last one. */
export function printedPageSql(question: Rows, line: Sql, size: number) {
  const last = raw(question.direction === 'ASC' ? 'max' : 'min');
  return sql`SELECT string_agg(line, '' ORDER BY n) AS text, count(*)::int AS count,
      ${last}(occurred_at)::double precision AS "occurredAt", (array_agg(id ORDER BY n DESC))[1] AS id
    FROM (SELECT page.*, row_number() OVER () - 1 AS n
      FROM (SELECT occurred_at, id, ${line} AS line FROM audit_event WHERE ${bounds(question)}
        ORDER BY ${orderBy(question)} LIMIT ${size}::int) AS page) AS numbered
    GROUP BY n / ${Math.ceil(size / ROWS)}::int ORDER BY min(n)`;
}

async function pageOf(reads: Pick<Database, 'rows'>, statement: Sql, signal: AbortSignal): Promise<PrintedPage | null> {
  const rows = await asking(reads.rows<PageRow>(statement, signal));
  const last = rows.at(-1);
  if (last === undefined) return null;
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  return { text: rows.map(({ text }) => text).join(''), count, last: { occurredAt: last.occurredAt, id: last.id } };
}

type Ask = (after: Position | null, size: number) => Promise<PrintedPage | null>;

async function* pages(ask: Ask, after: Position | null, signal: AbortSignal): AsyncGenerator<PrintedPage> {
  let size = FIRST_PAGE;
  let next: Promise<PrintedPage | null> | null = begun(ask(after, size));
  try {
    while (next !== null) {
      const page: PrintedPage | null = await next;
      next = null;
      signal.throwIfAborted();
      if (page === null) return;
      if (page.count === size) {
        size = sizeAfter(page);
        next = begun(ask(page.last, size));
      }
      yield page;
    }
  } finally {
    await next?.catch(() => undefined);
  }
}

/** Whoever waits for it hears of its failure; until then nobody has to. */
function begun<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}

function sizeAfter({ text, count }: PrintedPage): number {
  return Math.min(LARGEST_PAGE, Math.max(1, Math.floor((count * PAGE_CHARACTERS) / text.length)));
}

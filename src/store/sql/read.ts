import { EARLIEST, type Instant, LATEST, next } from '../../domain/instant.ts';
import type { Direction, Order, SortKey, SortValue } from '../../domain/order.ts';
import { intersect, type Position, type TimeWindow } from '../../domain/position.ts';
import { ROW } from './row.ts';
import { SORT_COLUMNS, SORT_TYPES } from './sort-columns.ts';
import { join, raw, type Sql, sql } from './sql.ts';

/** Which rows, but for how many of them. */
export interface Question extends Order {
  readonly where: Sql;
  readonly window: TimeWindow;
  readonly after: Position | null;
}

/**
 * A page in an order. The place is compared as a row value, which is an index condition; in the order of time the window, cut to
 * it, is for the partitions that cannot hold such a row.
 */
export function pageSql(question: Question, size: number): Sql {
  return sql`SELECT ${ROW} FROM audit_event WHERE ${bounds(question)} ORDER BY ${orderBy(question)} LIMIT ${size}::int`;
}

export function orderBy({ by, direction }: Order): Sql {
  const keys = [...(by ? [SORT_COLUMNS[by]] : []), sql`occurred_at`, sql`id`];
  return join(direction === 'ASC' ? keys : keys.map((key) => sql`${key} DESC`), ', ');
}

export function countSql(question: Question): Sql {
  return sql`SELECT count(*)::double precision AS count FROM audit_event WHERE ${bounds(question)}`;
}

export function placesSql(places: readonly Position[]): Sql {
  const [times, ids] = [places.map(({ occurredAt }) => occurredAt), places.map(({ id }) => id)];
  return sql`SELECT ${ROW} FROM audit_event
    WHERE (occurred_at, id) IN (SELECT * FROM unnest(${times}::bigint[], ${ids}::text[]::uuid[]))`;
}

/** The condition of a question's rows. */
export function bounds({ where, window, after, ...order }: Question): Sql {
  const { from, until } = after && !order.by ? intersect(window, onward(after, order)) : window;
  const inWindow = [sql`occurred_at >= ${from}::bigint`, isBefore(until)];
  return join([...inWindow, ...(after ? [past(after, order)] : []), where], ' AND ');
}

/** The last moment there is belongs to a window without end. */
function isBefore(until: Instant): Sql {
  return until === LATEST ? sql`occurred_at <= ${until}::bigint` : sql`occurred_at < ${until}::bigint`;
}

function onward({ occurredAt }: Position, { direction }: Order): TimeWindow {
  return direction === 'ASC' ? { from: occurredAt, until: LATEST } : { from: EARLIEST, until: next(occurredAt) };
}

function past({ occurredAt, id, value = null }: Position, { by, direction }: Order): Sql {
  const beyond = raw(direction === 'ASC' ? '>' : '<');
  const tied = sql`(occurred_at, id) ${beyond} (${occurredAt}::bigint, ${id}::uuid)`;
  if (!by) return tied;
  const column = SORT_COLUMNS[by];
  const isPast = join(pastValue(column, value, by, direction), ' OR ');
  const isSame = value === null ? sql`${column} IS NULL` : sql`${column} = ${value}${SORT_TYPES[by]}`;
  return sql`(${isPast} OR (${isSame} AND ${tied}))`;
}

/** Past all that has this value: what is absent comes last, or first where it is read from there. */
function pastValue(column: Sql, value: SortValue, by: SortKey, direction: Direction): readonly Sql[] {
  if (value === null) return [direction === 'ASC' ? sql`FALSE` : sql`${column} IS NOT NULL`];
  const given = sql`${value}${SORT_TYPES[by]}`;
  return direction === 'ASC' ? [sql`${column} > ${given}`, sql`${column} IS NULL`] : [sql`${column} < ${given}`];
}

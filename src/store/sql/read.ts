import { EARLIEST, type Instant, LATEST, plus } from '../../domain/instant.ts';
import { type Direction, intersect, type Position, type TimeWindow } from '../../domain/position.ts';
import { ROW } from './row.ts';
import { join, raw, type Sql, sql } from './sql.ts';

/** Which rows, but for how many of them. */
export interface Question {
  readonly where: Sql;
  readonly window: TimeWindow;
  readonly direction: Direction;
  readonly after: Position | null;
}

/**
 * A page in the one order. The place is compared as a row value, which is an index condition; the window, cut to it, is for the
 * partitions that cannot hold such a row.
 */
export function pageSql(question: Question, size: number): Sql {
  const order = raw(question.direction === 'ASC' ? 'occurred_at, id' : 'occurred_at DESC, id DESC');
  return sql`SELECT ${ROW} FROM audit_event WHERE ${bounds(question)} ORDER BY ${order} LIMIT ${size}::int`;
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
export function bounds({ where, window, direction, after }: Question): Sql {
  const { from, until } = after ? intersect(window, onward(after, direction)) : window;
  const inWindow = [sql`occurred_at >= ${from}::bigint`, isBefore(until)];
  return join([...inWindow, ...(after ? [past(after, direction)] : []), where], ' AND ');
}

/** The last moment there is belongs to a window without end. */
function isBefore(until: Instant): Sql {
  return until === LATEST ? sql`occurred_at <= ${until}::bigint` : sql`occurred_at < ${until}::bigint`;
}

function onward({ occurredAt }: Position, direction: Direction): TimeWindow {
  return direction === 'ASC' ? { from: occurredAt, until: LATEST } : { from: EARLIEST, until: plus(occurredAt, 1) };
}

function past({ occurredAt, id }: Position, direction: Direction): Sql {
  return direction === 'ASC'
    ? sql`(occurred_at, id) > (${occurredAt}::bigint, ${id}::uuid)`
    : sql`(occurred_at, id) < (${occurredAt}::bigint, ${id}::uuid)`;
}

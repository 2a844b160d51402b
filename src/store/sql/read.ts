import { EARLIEST, type Instant, LATEST, plus } from '../../domain/instant.ts';
import { type Direction, intersect, type Position, type TimeWindow } from '../../domain/position.ts';
import { Prisma } from '../generated/client.ts';
import { ROW } from './row.ts';

/** Which rows, but for how many of them. */
export interface Question {
  readonly where: Prisma.Sql;
  readonly window: TimeWindow;
  readonly direction: Direction;
  readonly after: Position | null;
}

/**
 * A page in the one order. The place is compared as a row value, which is an index condition; the window, cut to it, is for the
 * partitions that cannot hold such a row.
 */
export function pageSql(question: Question, size: number): Prisma.Sql {
  const order = Prisma.raw(question.direction === 'ASC' ? 'occurred_at, id' : 'occurred_at DESC, id DESC');
  return Prisma.sql`SELECT ${ROW} FROM audit_event WHERE ${bounds(question)} ORDER BY ${order} LIMIT ${size}::int`;
}

export function countSql(question: Question): Prisma.Sql {
  return Prisma.sql`SELECT count(*)::double precision AS count FROM audit_event WHERE ${bounds(question)}`;
}

export function placesSql(places: readonly Position[]): Prisma.Sql {
  const [times, ids] = [places.map(({ occurredAt }) => occurredAt), places.map(({ id }) => id)];
  return Prisma.sql`SELECT ${ROW} FROM audit_event
    WHERE (occurred_at, id) IN (SELECT * FROM unnest(${times}::bigint[], ${ids}::text[]::uuid[]))`;
}

/** The condition of a question's rows. */
export function bounds({ where, window, direction, after }: Question): Prisma.Sql {
  const { from, until } = after ? intersect(window, onward(after, direction)) : window;
  const inWindow = [Prisma.sql`occurred_at >= ${from}::bigint`, isBefore(until)];
  return Prisma.join([...inWindow, ...(after ? [past(after, direction)] : []), where], ' AND ');
}

/** The last moment there is belongs to a window without end. */
function isBefore(until: Instant): Prisma.Sql {
  return until === LATEST ? Prisma.sql`occurred_at <= ${until}::bigint` : Prisma.sql`occurred_at < ${until}::bigint`;
}

function onward({ occurredAt }: Position, direction: Direction): TimeWindow {
  return direction === 'ASC' ? { from: occurredAt, until: LATEST } : { from: EARLIEST, until: plus(occurredAt, 1) };
}

function past({ occurredAt, id }: Position, direction: Direction): Prisma.Sql {
  return direction === 'ASC'
    ? Prisma.sql`(occurred_at, id) > (${occurredAt}::bigint, ${id}::uuid)`
    : Prisma.sql`(occurred_at, id) < (${occurredAt}::bigint, ${id}::uuid)`;
}

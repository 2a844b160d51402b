import type { Conditions } from './condition.ts';
import { join, type Sql, sql } from './sql.ts';

/** Of numbers: both ends belong to a range. An end that is no finite number cannot be sent. */
export const NUMBER_CONDITIONS: Conditions = {
  exists: (value) => exists(value),
  range: (value, { min, max }) => {
    const ends = [min, max].filter((end) => end !== null);
    return ends.every(Number.isFinite)
      ? all(value, [
          min === null ? null : sql`${value} >= ${min}::double precision`,
          max === null ? null : sql`${value} <= ${max}::double precision`,
        ])
      : null;
  },
};

/** Of instants: the far end of a window does not belong to it. */
export const INSTANT_CONDITIONS: Conditions = {
  exists: (value) => exists(value),
  during: (value, { from, until }) =>
    all(value, [
      from === null ? null : sql`${value} >= ${from}::bigint`,
      until === null ? null : sql`${value} < ${until}::bigint`,
    ]),
};

function exists(value: Sql): Sql {
  return sql`${value} IS NOT NULL`;
}

function all(value: Sql, bounds: readonly (Sql | null)[]): Sql {
  const given = bounds.filter((bound) => bound !== null);
  return given.length === 0 ? exists(value) : sql`(${join(given, ' AND ')})`;
}

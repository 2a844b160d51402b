import type { Position } from '../../domain/position.ts';
import type { Arrivals } from '../../lanes/arrivals.ts';
import type { Database } from '../engine/database.ts';
import { following } from '../engine/patiently.ts';
import { asking } from '../engine/store-failure.ts';
import { type EventRow, eventOf, ROW } from '../sql/row.ts';
import { type Sql, sql } from '../sql/sql.ts';

type ArrivalRow = EventRow & { readonly arrival: number };

/** Stored events in the order of arrival: whoever writes is alone, so they become visible in the order of their numbers. */
export function arrivalOrder(database: Pick<Database, 'rows' | 'onNotice'>): Arrivals {
  return {
    async lastArrival(signal) {
      const [row] = await asking(database.rows<{ last: number }>(LAST, following(signal)));
      return row?.last ?? 0;
    },
    async arrivedAfter(arrival, limit, signal) {
      const rows = await asking(database.rows<ArrivalRow>(afterSql(arrival, limit), following(signal)));
      return rows.map((row) => ({ arrival: row.arrival, event: eventOf(row) }));
    },
    async arrivalOf({ occurredAt, id }: Position, signal) {
      const [row] = await asking(
        database.rows<{ arrival: number }>(
          sql`
          SELECT arrival::double precision AS arrival FROM audit_event
          WHERE occurred_at = ${occurredAt}::bigint AND id = ${id}::uuid`,
          following(signal),
        ),
      );
      return row?.arrival ?? null;
    },
    onArrival: (heard) => database.onNotice('events', heard),
  };
}

const LAST = sql`SELECT last_arrival::double precision AS last FROM audit_config`;

function afterSql(arrival: number, limit: number): Sql {
  return sql`
    SELECT arrival::double precision AS arrival, ${ROW} FROM audit_event WHERE arrival > ${arrival}::bigint
    ORDER BY audit_event.arrival LIMIT ${limit}::int`;
}

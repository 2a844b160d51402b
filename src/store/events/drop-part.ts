import type { Database, Own } from '../engine/database.ts';
import { LOCK_NOT_AVAILABLE, sqlStateOf } from '../engine/sql-state.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { countIn } from '../rows/source-counts.ts';
import { raw, sql } from '../sql/sql.ts';
import type { Part } from './partitions.ts';
import { writing } from './writing.ts';

/** A part and how many events of each source are in it. */
export interface SizedPart extends Part {
  readonly events: number;
  readonly bySource: readonly { readonly source: string; readonly events: number }[];
  /** What tells whether some came since: the number of its newest arrival. */
  readonly newest: number;
}

/** Nobody is kept waiting longer than this for a month to go; if readers are still in it then, its rows go one by one. */
const PATIENCE_MS = 200;

/** Counted without keeping anybody from writing, and by one process alone, which leaves room for who asks. */
export async function sizeOf(own: Own, part: Part): Promise<SizedPart> {
  const counting = raw(`SELECT source, count(*)::double precision AS events, max(arrival)::double precision AS newest
    FROM "${part.name}" GROUP BY source`);
  const rows = await own.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL max_parallel_workers_per_gather = 0`);
    return tx.rows<{ source: string; events: number; newest: number }>(counting);
  });
  return {
    ...part,
    bySource: rows,
    events: rows.reduce((sum, { events }) => sum + events, 0),
    newest: Math.max(0, ...rows.map(({ newest }) => newest)),
  };
}

/**
 * Removes the part with all that is in it, if `agreed` in the same transaction; how many events those were. Null: it is
 * not agreed, events came since they were counted, or readers did not leave it.
 */
export async function dropPart(
  database: Pick<Database, 'copying' | 'rows'>,
  part: SizedPart,
  agreed: (tx: Transaction, config: StoredConfig) => Promise<boolean>,
): Promise<number | null> {
  try {
    return await writing(database, async (tx, config) => {
      const [found] = await tx.rows<{ newest: number | null }>(
        raw(`SELECT max(arrival)::double precision AS newest FROM "${part.name}"`),
      );
      if ((found?.newest ?? 0) !== part.newest || !(await agreed(tx, config))) return null;
      await tx.execute(raw(`SET LOCAL lock_timeout = '${PATIENCE_MS}ms'`));
      await tx.execute(raw(`DROP TABLE "${part.name}"`));
      for (const { source, events } of part.bySource) await countIn(tx, source, -events);
      return part.events;
    });
  } catch (error) {
    if (isLockTimeout(error)) return null;
    throw error;
  }
}

function isLockTimeout(error: unknown): boolean {
  return sqlStateOf(error) === LOCK_NOT_AVAILABLE;
}

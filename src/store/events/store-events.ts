import { type AuditEvent, GATEWAY } from '../../domain/event.ts';
import type { Instant } from '../../domain/instant.ts';
import { ownTurn } from '../../lanes/breath.ts';
import type { RecordResult } from '../port/event-store.ts';
import { countIn } from '../rows/source-counts.ts';
import { folded, foldingWindow } from '../rules/folding.ts';
import { LARGEST_COUNT } from '../rules/storable.ts';
import type { StoredEvent } from '../sql/columns.ts';
import { insertSql } from '../sql/insert.ts';
import { sql } from '../sql/sql.ts';
import type { Statements } from '../sql/statements.ts';
import { arrived } from './arrived.ts';
import { requireParts } from './partitions.ts';

/** The most rows that one statement stores or counts up: the embedded database holds up the process for as long as one takes. */
export const LARGEST_WRITE = 250;

/**
 * Stores each event, or counts it in the one with its id that is there already, in the store or earlier in the batch:
 * of those that fold, the first stays as it is. All are the gateway's own. The caller must be the only one to write.
 */
export async function storeEvents(
  tx: Statements,
  events: readonly AuditEvent[],
  now: Instant,
): Promise<Omit<RecordResult, 'skipped'>> {
  const distinct = folded(events.map((event) => ({ ...event, recordedAt: now })));
  await requireParts(tx, distinct);
  const known = new Set<string>();
  for (const some of chunks(distinct, LARGEST_WRITE)) {
    for (const id of await countKnown(tx, some)) known.add(id);
    await ownTurn();
  }
  const fresh = distinct.filter((event) => !known.has(event.id));
  for (const some of chunks(fresh, LARGEST_WRITE)) {
    await tx.execute(insertSql(some));
    await ownTurn();
  }
  await countIn(tx, GATEWAY, fresh.length);
  if (fresh.length > 0) await arrived(tx);
  return { recorded: fresh.length, folded: events.length - fresh.length };
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** Raises the count of those that are stored already, and says which they are. */
async function countKnown(tx: Statements, events: readonly StoredEvent[]): Promise<ReadonlySet<string>> {
  const [first, ...rest] = events;
  if (first === undefined) return new Set();
  const { from, until } = foldingWindow([first, ...rest]);
  const ids = events.map((event) => event.id);
  const counts = events.map((event) => event.count);
  const rows = await tx.rows<{ id: string }>(sql`
    UPDATE audit_event SET count = least(audit_event.count::bigint + again.count, ${LARGEST_COUNT}::bigint)
    FROM unnest(${ids}::text[]::uuid[], ${counts}::bigint[]) AS again(id, count)
    WHERE audit_event.id = again.id AND audit_event.source = 'gateway'
      AND audit_event.occurred_at >= ${from}::bigint AND audit_event.occurred_at < ${until}::bigint
    RETURNING audit_event.id`);
  return new Set(rows.map((row) => row.id));
}

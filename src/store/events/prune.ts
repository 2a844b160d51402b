import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, next } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import type { Database } from '../engine/database.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { Lease, Leases } from '../port/archive-store.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { archiveRows, writeArchive } from '../rows/archive-row.ts';
import { requireHeld } from '../rows/lease.ts';
import { countIn, storedInAll } from '../rows/source-counts.ts';
import { readConfig } from '../rows/stored-config.ts';
import { keptFrom } from '../rules/archive.ts';
import { cutoffOf, type Retention, surplusOf } from '../rules/retention.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';
import { dropPart, type SizedPart, sizeOf } from './drop-part.ts';
import { presentParts } from './partitions.ts';
import { writing } from './writing.ts';

/** The most rows that one transaction removes: few, for nobody else writes meanwhile. */
export const PRUNE_BATCH = 250;
const LEASE_MS = 30_000;
/** After each it rests for as long as that took, so that half of the time is for who asks and writes; but never longer. */
const LONGEST_REST_MS = 1_000;

/**
 * Removes what the configuration no longer keeps, the oldest first; how many those were. Whole months go at once, the rest in
 * small transactions, so that nobody waits long. One process at a time does it; another one waits for its turn.
 */
export async function prune(
  database: Pick<Database, 'own' | 'copying' | 'rows'>,
  leases: Leases,
  now: Instant,
): Promise<number> {
  const lease = await turn(leases);
  let removed = 0;
  try {
    removed += await dropMonths(database, lease, now);
    for (;;) {
      const begun = performance.now();
      const gone = await writing(database, (tx, config) => removeSome(tx, config, lease, now));
      removed += gone;
      if (gone < PRUNE_BATCH) return removed;
      await sleep(Math.min(LONGEST_REST_MS, performance.now() - begun));
      await leases.renew(lease, LEASE_MS);
    }
  } finally {
    await leases.release(lease);
  }
}

async function turn(leases: Leases): Promise<Lease> {
  for (;;) {
    const lease = await leases.acquire('prune', LEASE_MS);
    if ('token' in lease) return lease;
    await sleep(Math.min(100, lease.heldForMs));
  }
}

/** Whole months, oldest first, as long as all in them is to go. */
async function dropMonths(
  database: Pick<Database, 'own' | 'copying' | 'rows'>,
  lease: Lease,
  now: Instant,
): Promise<number> {
  const { own } = database;
  let removed = 0;
  for (const part of await presentParts(own)) {
    const config = await readConfig(own);
    const cutoff = cutoffOf(config, now);
    if (config.records === 0 && (cutoff === null || part.until > cutoff)) break;
    const sized = await sizeOf(own, part);
    if (!(await isExpired(own, sized, config, now))) break;
    const gone = await dropPart(database, sized, async (tx, latest) => {
      await requireHeld(tx, lease);
      if (!(await isExpired(tx, sized, latest, now))) return false;
      await keepFrom(tx, part.until);
      return true;
    });
    if (gone === null) break;
    removed += gone;
  }
  return removed;
}

async function isExpired(db: Reads, part: SizedPart, retention: Retention, now: Instant): Promise<boolean> {
  const cutoff = cutoffOf(retention, now);
  if (cutoff !== null && part.until <= cutoff) return true;
  const surplus = surplusOf(retention, await storedInAll(db));
  return surplus > 0 && surplus >= (await before(db, part)) + part.events;
}

/** What is stored before the oldest month goes first. */
async function before(db: Reads, part: TimeWindow): Promise<number> {
  const [row] = await db.rows<{ events: number }>(sql`
    SELECT count(*)::double precision AS events FROM audit_event WHERE occurred_at < ${part.from}::bigint`);
  return row?.events ?? 0;
}

async function removeSome(tx: Transaction, config: StoredConfig, lease: Lease, now: Instant): Promise<number> {
  await requireHeld(tx, lease);
  const cutoff = cutoffOf(config, now);
  const old = cutoff === null ? 0 : await removeOldest(tx, cutoff, PRUNE_BATCH);
  if (cutoff !== null && old < PRUNE_BATCH) await keepFrom(tx, cutoff);
  if (old === PRUNE_BATCH || config.records === 0) return old;
  const surplus = Math.min(PRUNE_BATCH - old, surplusOf(config, await storedInAll(tx)));
  return old + (surplus === 0 ? 0 : await removeOldest(tx, null, surplus));
}

/** The oldest so many, of those before this time or of all. */
async function removeOldest(tx: Transaction, before: Instant | null, most: number): Promise<number> {
  const old = before === null ? sql`TRUE` : sql`occurred_at < ${before}::bigint`;
  const [first, last] = await tx.rows<{ at: Instant; id: string }>(sql`
    WITH oldest AS (SELECT occurred_at, id FROM audit_event WHERE ${old} ORDER BY occurred_at, id LIMIT ${most}::int)
    (SELECT occurred_at::double precision AS at, id FROM oldest ORDER BY occurred_at, id LIMIT 1) UNION ALL
    (SELECT occurred_at::double precision AS at, id FROM oldest ORDER BY occurred_at DESC, id DESC LIMIT 1)`);
  if (!first || !last) return 0;
  // Bounded below, for statistics still count what is gone: without it the whole part is expected to go, and read for it.
  const rows = await tx.rows<{ source: string; events: number }>(sql`
    WITH gone AS (
      DELETE FROM audit_event WHERE occurred_at >= ${first.at}::bigint AND occurred_at <= ${last.at}::bigint
        AND (occurred_at, id) <= (${last.at}::bigint, ${last.id}::uuid) RETURNING source
    ) SELECT source, count(*)::double precision AS events FROM gone GROUP BY source`);
  for (const { source, events } of rows) await countIn(tx, source, -events);
  await keepFrom(tx, next(last.at));
  return rows.reduce((sum, { events }) => sum + events, 0);
}

/** No archive claims any longer to hold what occurred before, nor copies it again. */
async function keepFrom(tx: Transaction, from: Instant): Promise<void> {
  for (const archive of await archiveRows(tx)) {
    const left = keptFrom(archive, from);
    if (left !== archive) await writeArchive(tx, left);
  }
}

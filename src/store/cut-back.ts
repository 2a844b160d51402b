import type { SourceKey } from '../domain/event.ts';
import { EARLIEST, type Instant, LATEST } from '../domain/instant.ts';
import { without } from '../domain/windows.ts';
import { archiveRow, claimsJson, problemJson, windowsJson } from './archive-row.ts';
import type { CutBack } from './archive-store.ts';
import type { StoredConfig } from './event-store.ts';
import { keeps } from './keeps.ts';
import { requireHeld } from './lease.ts';
import type { Statements } from './statements.ts';
import { storeEvents } from './store-events.ts';

export async function databaseNow(db: Pick<Statements, '$queryRaw'>): Promise<Instant> {
  const [row] = await db.$queryRaw<{ at: Instant }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000000)::double precision AS at`;
  return row?.at ?? EARLIEST;
}

/** It was stored by a run that had read, by then, whatever was dated before: later events are not dated much before it. */
export async function newestStored(db: Pick<Statements, '$queryRaw'>, source: SourceKey, until: Instant) {
  const [row] = await db.$queryRaw<{ occurredAt: Instant; recordedAt: Instant }[]>`
    SELECT occurred_at::double precision AS "occurredAt", recorded_at::double precision AS "recordedAt"
    FROM audit_event WHERE source = ${source} AND occurred_at <= ${until}::bigint
    ORDER BY occurred_at DESC, id DESC LIMIT 1`;
  return row ? (Math.min(row.occurredAt, row.recordedAt) as Instant) : null;
}

/** It counts as failed since its last success, so that nobody takes for fresh what is read again. */
export async function cutBack(tx: Statements, config: StoredConfig, cut: CutBack): Promise<void> {
  const { source, lease, from, problem, event, now } = cut;
  await requireHeld(tx, lease);
  const row = await archiveRow(tx, source);
  const covered = windowsJson(without(row.covered, [{ from, until: LATEST }]));
  const claims = claimsJson(row.claims.filter(({ until }) => until <= from));
  await tx.$executeRaw`
    UPDATE archive SET covered = ${covered}::jsonb, claims = ${claims}::jsonb, last_problem = ${problemJson(problem)}::jsonb,
      last_success_at = LEAST(last_success_at, ${now}::bigint), last_failure_at = ${now}::bigint
    WHERE source = ${source}`;
  if (keeps(config)(event)) await storeEvents(tx, [event], now);
}

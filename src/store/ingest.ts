import type { AuditEvent } from '../domain/event.ts';
import { EARLIEST, next } from '../domain/instant.ts';
import type { TimeWindow } from '../domain/position.ts';
import { joined, without } from '../domain/windows.ts';
import { syncedThrough } from '../lanes/sync-state.ts';
import { type ArchiveRow, archiveRows, claimsJson, windowsJson } from './archive-row.ts';
import type { IngestBatch, IngestResult } from './archive-store.ts';
import { arrived } from './arrived.ts';
import { withClaim } from './claims.ts';
import type { StoredConfig } from './event-store.ts';
import { keeps } from './keeps.ts';
import { requireHeld } from './lease.ts';
import { requireParts } from './partitions.ts';
import { countIn } from './source-counts.ts';
import { type Row, rowsOf, storeRows, wholeRows } from './staged.ts';
import type { CopyTransaction, Statements } from './statements.ts';

/** What of a batch takes long and needs nothing of the database: the rows of its events. */
export async function prepared({ events, now }: Pick<IngestBatch, 'events' | 'now'>): Promise<readonly Row[]> {
  return rowsOf(events.map((event) => ({ ...event, recordedAt: now })));
}

/** Stores a stretch of a source, and in the same transaction what is whole by it. */
export async function ingest(
  tx: CopyTransaction,
  config: StoredConfig,
  batch: IngestBatch,
  rows: readonly Row[],
): Promise<Pick<IngestResult, 'added'>> {
  const { source, lease } = batch;
  await requireHeld(tx, lease);
  const isKept = batch.events.map(keeps(config));
  const kept = batch.events.filter((_, index) => isKept[index]);
  const keptRows = wholeRows(rows.filter((_, index) => isKept[index]));
  const added = await store(tx, kept, keptRows);
  await countIn(tx, source, added);
  const [row] = await archiveRows(tx, [source]);
  if (row) await moveOn(tx, row, batch, keptOut(batch.events, kept));
  if (added > 0) await arrived(tx);
  return { added };
}

async function store(tx: CopyTransaction, events: readonly AuditEvent[], rows: readonly string[]): Promise<number> {
  if (events.length === 0) return 0;
  await requireParts(tx, events);
  return storeRows(tx, rows);
}

async function moveOn(tx: Statements, row: ArchiveRow, batch: IngestBatch, out: readonly TimeWindow[]): Promise<void> {
  // Retention may have gone on since the run began.
  const removed = { from: EARLIEST, until: row.keptFrom ?? EARLIEST };
  const covered = without([...row.covered, ...batch.covered], [...batch.withheld, removed]);
  const claims = withClaim(row.claims, syncedThrough({ covered }), batch);
  const kept = windowsJson(joined([...row.keptOut, ...out]));
  await tx.$executeRaw`
    UPDATE archive SET covered = ${windowsJson(covered)}::jsonb, kept_out = ${kept}::jsonb,
      claims = ${claimsJson(claims)}::jsonb,
      last_success_at = CASE WHEN ${batch.upToDate} THEN ${batch.now}::bigint ELSE last_success_at END,
      last_failure_at = CASE WHEN ${batch.upToDate} AND last_failure_at >= ${batch.now}::bigint THEN NULL ELSE last_failure_at END
    WHERE source = ${batch.source}`;
}

/** Where the configuration kept events out: from the first to the last of them. */
function keptOut(given: readonly AuditEvent[], kept: readonly AuditEvent[]): readonly TimeWindow[] {
  if (given.length === kept.length) return [];
  const stored = new Set(kept);
  const times = given.filter((event) => !stored.has(event)).map(({ occurredAt }) => occurredAt);
  const from = times.reduce((a, b) => (a < b ? a : b));
  const last = times.reduce((a, b) => (a > b ? a : b));
  return [{ from, until: next(last) }];
}

import type { AuditEvent } from '../domain/event.ts';
import { EARLIEST, type Instant, plus } from '../domain/instant.ts';
import type { TimeWindow } from '../domain/position.ts';
import { joined, without } from '../domain/windows.ts';
import { type ArchiveRow, archiveRows, windowsJson } from './archive-row.ts';
import type { IngestBatch, IngestResult } from './archive-store.ts';
import { arrived } from './arrived.ts';
import type { StoredConfig } from './event-store.ts';
import { ingestSql } from './insert.ts';
import { keeps } from './keeps.ts';
import { requireHeld } from './lease.ts';
import { ensureParts } from './partitions.ts';
import { countIn } from './source-counts.ts';
import { LARGEST_INSERT, numberOfNewest } from './store-events.ts';
import type { Transaction } from './writing.ts';

/** Stores a stretch of a source, and in the same transaction what is whole by it. */
export async function ingest(tx: Transaction, config: StoredConfig, batch: IngestBatch): Promise<IngestResult> {
  const { source, lease, now } = batch;
  await requireHeld(tx, lease);
  const kept = batch.events.filter(keeps(config));
  const added = kept.length === 0 ? 0 : await insert(tx, kept, now);
  await countIn(tx, source, added);
  const [row] = await archiveRows(tx, [source]);
  if (row) await moveOn(tx, row, batch, keptOut(batch.events, kept));
  if (added > 0) await arrived(tx);
  return { added };
}

async function insert(tx: Transaction, events: readonly AuditEvent[], now: Instant): Promise<number> {
  await ensureParts(tx, events);
  const before = await numberOfNewest(tx);
  let added = 0;
  for (let start = 0; start < events.length; start += LARGEST_INSERT) {
    const stored = events.slice(start, start + LARGEST_INSERT).map((event) => ({ ...event, recordedAt: now }));
    const [row] = await tx.$queryRaw<[{ added: number }]>(ingestSql(stored, before));
    added += row.added;
  }
  return added;
}

async function moveOn(tx: Transaction, row: ArchiveRow, batch: IngestBatch, out: readonly TimeWindow[]): Promise<void> {
  // Retention may have gone on since the run began.
  const removed = { from: EARLIEST, until: row.keptFrom ?? EARLIEST };
  const covered = windowsJson(without([...row.covered, ...batch.covered], [...batch.withheld, removed]));
  const kept = windowsJson(joined([...row.keptOut, ...out]));
  await tx.$executeRaw`
    UPDATE archive SET covered = ${covered}::jsonb, kept_out = ${kept}::jsonb,
      last_success_at = CASE WHEN ${batch.upToDate} THEN ${batch.now}::bigint ELSE last_success_at END
    WHERE source = ${batch.source}`;
}

/** Where the configuration kept events out: from the first to the last of them. */
function keptOut(given: readonly AuditEvent[], kept: readonly AuditEvent[]): readonly TimeWindow[] {
  if (given.length === kept.length) return [];
  const stored = new Set(kept);
  const times = given.filter((event) => !stored.has(event)).map(({ occurredAt }) => occurredAt);
  const from = times.reduce((a, b) => (a < b ? a : b));
  const last = times.reduce((a, b) => (a > b ? a : b));
  return [{ from, until: plus(last, 1) }];
}

import type { AuditEvent } from '../../domain/event.ts';
import type { CopyTransaction } from '../engine/transaction.ts';
import { arrived } from '../events/arrived.ts';
import { requireParts } from '../events/partitions.ts';
import { type Row, rowsOf, storeRows, wholeRows } from '../events/staged.ts';
import type { IngestBatch, IngestResult } from '../port/archive-store.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { archiveRows, writeArchive } from '../rows/archive-row.ts';
import { requireHeld } from '../rows/lease.ts';
import { countIn } from '../rows/source-counts.ts';
import { wentOn } from '../rules/archive.ts';
import { keeps } from '../rules/keeps.ts';

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
  const [archive] = await archiveRows(tx, [source]);
  if (archive) await writeArchive(tx, wentOn(archive, batch, kept));
  if (added > 0) await arrived(tx);
  return { added };
}

async function store(tx: CopyTransaction, events: readonly AuditEvent[], rows: readonly string[]): Promise<number> {
  if (events.length === 0) return 0;
  await requireParts(tx, events);
  return storeRows(tx, rows);
}

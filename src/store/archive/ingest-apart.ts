import type { AuditEvent } from '../../domain/event.ts';
import { formatRfc3339, next } from '../../domain/instant.ts';
import { problem } from '../../lanes/source-error.ts';
import { refusedData } from '../engine/refused-data.ts';
import type { Row } from '../events/staged.ts';
import type { IngestBatch, IngestResult, RefusedRecord } from '../port/archive-store.ts';

/** One transaction: these events, whose rows stand beside them, and what is whole by them, both or neither. */
export type IngestOnce = (batch: IngestBatch, rows: readonly Row[]) => Promise<Pick<IngestResult, 'added'>>;

/**
 * Stores a batch at once; where the database refuses it for what is in it, in halves, until what it refuses stands alone.
 * Each part is a transaction of its own, so that nobody waits for long. What is whole by the batch is said at its end, but for
 * the moments of the records that are not there.
 */
export async function ingestApart(once: IngestOnce, batch: IngestBatch, rows: readonly Row[]): Promise<IngestResult> {
  try {
    return { ...(await once(batch, rows)), refused: [] };
  } catch (error) {
    const reason = refusedData(error);
    if (reason === null || batch.events.length === 0) throw error;
    const { added, refused } = await inHalves(
      once,
      { ...batch, covered: [], withheld: [], upToDate: false },
      rows,
      reason,
    );
    const withheld = refused.map(({ occurredAt }) => ({ from: occurredAt, until: next(occurredAt) }));
    await once({ ...batch, events: [], withheld: [...batch.withheld, ...withheld] }, []);
    return { added, refused };
  }
}

/** Of a batch that was refused as a whole. */
async function inHalves(
  once: IngestOnce,
  batch: IngestBatch,
  rows: readonly Row[],
  reason: string,
): Promise<IngestResult> {
  const { events } = batch;
  const [event] = events;
  if (events.length === 1 && event) return { added: 0, refused: [refusedRecord(event, reason)] };
  const half = Math.ceil(events.length / 2);
  const first = await part(once, { ...batch, events: events.slice(0, half) }, rows.slice(0, half));
  const second = await part(once, { ...batch, events: events.slice(half) }, rows.slice(half));
  return { added: first.added + second.added, refused: [...first.refused, ...second.refused] };
}

async function part(once: IngestOnce, batch: IngestBatch, rows: readonly Row[]): Promise<IngestResult> {
  try {
    return { ...(await once(batch, rows)), refused: [] };
  } catch (error) {
    const reason = refusedData(error);
    if (reason === null) throw error;
    return inHalves(once, batch, rows, reason);
  }
}

function refusedRecord({ occurredAt, id }: AuditEvent, reason: string): RefusedRecord {
  const which = `the record of ${formatRfc3339(occurredAt)}, event ${id}`;
  const message = `expected the store to keep ${which}, but its database refused it: ${reason}`;
  return { occurredAt, id, problem: problem('INVALID_RESPONSE', message) };
}

import { type AuditEvent, GATEWAY, type SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { type Instant, parseRfc3339, plus, SECOND } from '../../src/domain/instant.ts';
import type { TimeWindow } from '../../src/domain/position.ts';
import type { IngestBatch, Lease } from '../../src/store/port/archive-store.ts';
import { someEvent } from '../fakes/some-event.ts';

export const COPIED = 'copied' as SourceKey;
export const NOW = parseRfc3339('2024-03-01T00:00:00Z') as Instant;

/** Every batch has a second of its own, a week after that of the one before: so many of them begin a month. */
export function windowOf(batch: number): TimeWindow {
  const from = plus(NOW, batch * 7 * 86_400 * SECOND);
  return { from, until: plus(from, SECOND) };
}

/** Even ones are recorded, odd ones are of a copied source. */
export function batchOf(batch: number): readonly AuditEvent[] {
  const source = batch % 2 === 0 ? GATEWAY : COPIED;
  return Array.from({ length: 1 + ((batch * 37) % 200) }, (_, index) =>
    someEvent({
      source,
      occurredAt: plus(windowOf(batch).from, index),
      id: eventId(source, `${batch} ${index}`),
      action: `${batch}`,
    }),
  );
}

export function copiedBatch(batch: number, lease: Lease): IngestBatch {
  const covered = [windowOf(batch)];
  return { source: COPIED, lease, events: batchOf(batch), covered, withheld: [], upToDate: true, now: NOW };
}

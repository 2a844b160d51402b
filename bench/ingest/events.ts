import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { type Instant, plus, SECOND } from '../../src/domain/instant.ts';

export const SOURCE = 'bench' as SourceKey;

/** Between one event and the next older one: as in what the table is filled with before, so that both lie over the same time. */
const SPACING = 2 * SECOND;
const VERBS = ['create', 'read', 'update', 'delete'] as const;
const OPERATIONS = ['CREATE', 'READ', 'UPDATE', 'DELETE'] as const;
const KINDS = ['host', 'volume', 'network', 'image', 'key'] as const;

/** Decoded events of one source, newest first, as a first sync gives them; the block follows the ones before it into the past. */
export function eventsOf(newest: Instant, block: number, size: number): readonly AuditEvent[] {
  return Array.from({ length: size }, (_, at) => eventOf(newest, block * size + at));
}

/** How much further in the past the events of one block are than those of another. */
export function timeBetween(block: number, other: number, size: number): number {
  return (other - block) * size * SPACING;
}

function eventOf(newest: Instant, n: number): AuditEvent {
  const [verb, kind] = [VERBS[n % 4] ?? 'read', KINDS[n % 5] ?? 'host'];
  const recordType = `inventory.${kind}`;
  return {
    id: eventId(SOURCE, String(n)),
    source: SOURCE,
    occurredAt: plus(newest, -n * SPACING),
    endedAt: null,
    durationMs: n % 900,
    action: verb,
    operation: OPERATIONS[n % 4] ?? 'READ',
    recordType,
    category: 'RESOURCE',
    outcome: n % 20 === 0 ? 'FAILURE' : 'SUCCESS',
    message: `${verb} of ${kind} ${n}`,
    actor: { uid: `u-${n % 500}`, name: `user${n % 500}`, type: 'user' },
    target: { type: kind, uid: `r-${n % 40_000}`, name: `${kind}-${n % 40_000}` },
    client: { ip: `10.${n % 4}.${n % 200}.${n % 250}`, userAgent: 'inventory/4.2', origin: null },
    sessionId: eventId('session', `${Math.floor(n / 10_000)}.${n % 50}`),
    requestId: eventId('request', String(n)),
    changes: [{ path: '/size', op: 'REPLACE', before: n % 7, after: (n % 7) + 1 }],
    count: 1,
    raw: { action: verb, recordType, details: { n } },
    keptAsText: [],
  };
}

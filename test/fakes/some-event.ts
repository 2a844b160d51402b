import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { parseRfc3339 } from '../../src/domain/instant.ts';

/** An event with nothing in it but what every event has, and what is given. */
export function someEvent(given: Partial<AuditEvent> = {}): AuditEvent {
  const occurredAt = parseRfc3339('2024-02-29T12:00:00Z');
  if (occurredAt === null) throw new Error('the time of every plain event is a time');
  return {
    id: eventId('salt-prod', '1'),
    source: 'salt-prod' as SourceKey,
    occurredAt,
    endedAt: null,
    durationMs: null,
    action: '',
    operation: 'OTHER',
    recordType: '',
    category: 'OTHER',
    outcome: 'UNKNOWN',
    message: null,
    actor: null,
    target: null,
    client: null,
    sessionId: null,
    requestId: null,
    changes: [],
    count: 1,
    raw: null,
    keptAsText: [],
    ...given,
  };
}

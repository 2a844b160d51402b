import type { AuditEvent, SourceKey, SourceKind } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { fromMillis } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import type { ConnectedSource } from '../../src/federation/connected-source.ts';
import { eventTypeOf, type KINDS } from '../../src/schema/kinds.ts';

/** A source that is only looked at: its lane must never be opened. */
export function fakeSource(kind: SourceKind, key: string = kind, more: Partial<ConnectedSource> = {}): ConnectedSource {
  return {
    key: key as SourceKey,
    name: `The ${kind}`,
    kind,
    eventType: eventTypeOf(kind as keyof typeof KINDS),
    mode: kind === 'gateway' ? 'archive' : 'live',
    url: kind === 'gateway' ? null : `https://${kind}.example`,
    capabilities: { filters: ['occurredAt', 'actor.name'], timeFilter: true, totalCount: false, maxPageSize: 100 },
    lane: {
      name: key,
      sources: [key as SourceKey],
      essential: kind === 'gateway',
      grainUs: 1,
      open: () => {
        throw new Error(`${key}: expected nobody to open this lane`);
      },
      count: async () => null,
    },
    auditConfig: async () => null,
    archive: null,
    ...more,
  };
}

/** An event with nothing in it but what is given. */
export function fakeEvent(
  source: string,
  nativeKey: string,
  more: Partial<AuditEvent> = {},
  raw: Json = {},
): AuditEvent {
  return {
    id: eventId(source, nativeKey),
    source: source as SourceKey,
    occurredAt: fromMillis(Date.parse('2026-01-31T09:30:00Z')),
    endedAt: null,
    durationMs: null,
    action: 'login',
    operation: 'LOGIN',
    recordType: 'authentication.login',
    category: 'AUTHENTICATION',
    outcome: 'SUCCESS',
    message: null,
    actor: null,
    target: null,
    client: null,
    sessionId: null,
    requestId: null,
    changes: [],
    count: 1,
    raw,
    keptAsText: [],
    ...more,
  };
}

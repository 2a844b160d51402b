import { type AuditEvent, GATEWAY } from '../../domain/event.ts';
import { LOWEST_ID } from '../../domain/event-id.ts';
import type { Field } from '../../domain/fields.ts';
import { MILLISECOND } from '../../domain/instant.ts';
import { matches } from '../../domain/matches.ts';
import type { Stream } from '../adapter.ts';
import type { AstromkeyOptions } from './options.ts';
import { firstPage } from './page.ts';
import { decode } from './record.ts';
import { words } from './request.ts';

/** Types and categories are words of the vendor's own; whether users and entities are compared with case is not said. */
export const auditLogs: Stream<AstromkeyOptions> = {
  name: 'auditlogs',
  capabilities: {
    filters: {
      'actor.name': { eq: 'wider', in: 'wider' },
      action: { eq: 'exact', in: 'exact' },
      recordType: { eq: 'exact', under: 'exact' },
      'target.uid': { eq: 'wider', contains: 'wider' },
    },
    negation: false,
    timeFilter: true,
    grainUs: MILLISECOND,
    maxPageSize: 5_000,
    pageSize: 500,
    counts: true,
  },
  words,
  foresee: (leaf) => (NEVER_FILLED.includes(leaf.field) ? matches(BARE, leaf) : undefined),
  ask: firstPage,
};

const NEVER_FILLED: readonly Field[] = [
  'actor.uid',
  'target.name',
  'client.userAgent',
  'sessionId',
  'requestId',
  'durationMs',
];

const BARE = bare();

function bare(): AuditEvent {
  const draft = decode({ timestamp: 0 });
  if (draft === null) throw new TypeError('expected a record with a time to be an event');
  const { nativeKey: _, ...event } = draft;
  return { ...event, id: LOWEST_ID, source: GATEWAY, raw: null, keptAsText: [] };
}

import { MILLISECOND } from '../../domain/instant.ts';
import type { Stream } from '../adapter.ts';
import { neverFilled } from '../kit/foresight.ts';
import { words } from './request.ts';
import { walk } from './walk.ts';

/** Types and categories are words of the vendor's own; whether users and entities are compared with case is not said. */
export const auditLogs: Stream = {
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
  foresee: neverFilled('actor.uid', 'target.name', 'client.userAgent', 'sessionId', 'requestId', 'durationMs'),
  ask: walk,
};

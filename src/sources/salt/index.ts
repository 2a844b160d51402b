import { MICROSECOND } from '../../domain/instant.ts';
import { defineSource, type Stream } from '../adapter.ts';
import { categoriesAre, foreseenBy, neverFilled } from '../kit/foresight.ts';
import { fault } from './fault.ts';
import { type SaltOptions, saltOptions } from './options.ts';
import { decode } from './record.ts';
import { words } from './request.ts';
import { authorize, login } from './session.ts';
import { walk } from './walk.ts';

const audit = (options: SaltOptions): Stream => ({
  name: 'audit',
  capabilities: {
    filters: {
      'actor.name': { eq: 'wider', in: 'wider' },
      'actor.uid': { eq: 'exact', in: 'exact' },
      sessionId: { eq: 'exact', in: 'exact' },
      action: { eq: 'wider', in: 'wider' },
      recordType: { eq: 'wider', in: 'wider', under: 'wider' },
      outcome: { eq: 'exact', in: 'exact' },
      durationMs: { range: 'wider' },
    },
    negation: false,
    timeFilter: true,
    grainUs: MICROSECOND,
    maxPageSize: options.maxPageSize,
    pageSize: Math.min(200, options.maxPageSize),
    counts: false,
  },
  words,
  foresee: foreseenBy(
    neverFilled('actor.type', 'target.uid', 'target.name', 'client.ip', 'requestId', 'changedPath'),
    categoriesAre(['AUTHENTICATION', 'API_CALL', 'TASK', 'SYSTEM', 'OTHER']),
  ),
  ask: (pushdown) => walk(pushdown, options),
});

/** VMware Salt (SaltStack Config, RaaS): `audit.get_audit`. */
export const salt = defineSource<SaltOptions>({
  kind: 'salt',
  options: saltOptions,
  streams: (options) => [audit(options)],
  login,
  authorize,
  fault,
  decode,
});

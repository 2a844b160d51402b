import { defineSource, type Stream } from '../adapter.ts';
import { categoriesAre, foreseenBy, neverFilled } from '../kit/foresight.ts';
import { auditConfig } from './config.ts';
import { fault } from './fault.ts';
import { type RiverbedOptions, riverbedOptions } from './options.ts';
import { decode } from './record.ts';
import { words } from './request.ts';
import { authorize, login } from './session.ts';
import { GRAIN_US, walk } from './walk.ts';

const events = (options: RiverbedOptions): Stream => ({
  name: 'events',
  capabilities: {
    filters: {
      'actor.name': { eq: 'wider', in: 'wider' },
      action: { eq: 'wider', in: 'wider' },
      recordType: { eq: 'wider', in: 'wider' },
      outcome: { eq: 'wider', in: 'wider' },
    },
    negation: false,
    timeFilter: false,
    grainUs: GRAIN_US,
    maxPageSize: options.maxPageSize,
    pageSize: Math.min(100, options.maxPageSize),
    counts: true,
  },
  words,
  foresee: foreseenBy(
    neverFilled('actor.type', 'requestId', 'message', 'durationMs'),
    categoriesAre(['AUTHENTICATION', 'AUTHORIZATION', 'CONFIGURATION', 'OTHER']),
  ),
  ask: (pushdown) => walk(pushdown, options),
});

/** Riverbed AppResponse, Portal and NetProfiler: `npm.audit` 1.1. */
export const riverbed = defineSource<RiverbedOptions>({
  kind: 'riverbed',
  options: riverbedOptions,
  streams: (options) => [events(options)],
  login,
  authorize,
  fault,
  decode,
  auditConfig,
});

import { MILLISECOND } from '../../../src/domain/instant.ts';
import { defineSource, type Stream } from '../../../src/sources/adapter.ts';
import { fault } from './fault.ts';
import { type AcmeOptions, options } from './options.ts';
import { decode } from './record.ts';
import { ask, foresee, words } from './request.ts';
import { authorize, login } from './session.ts';

const audit = (options: AcmeOptions): Stream => ({
  name: 'audit',
  capabilities: {
    filters: { 'actor.name': { eq: 'wider' }, action: { eq: 'exact', in: 'exact' } },
    negation: false,
    timeFilter: true,
    grainUs: MILLISECOND,
    maxPageSize: options.maxPageSize,
    pageSize: Math.min(50, options.maxPageSize),
    counts: false,
  },
  words,
  foresee,
  ask,
});

export const acme = defineSource<AcmeOptions>({
  kind: 'acme',
  options,
  streams: (options) => [audit(options)],
  login,
  authorize,
  fault,
  decode,
});

import type { Capabilities } from '../../../src/sources/adapter.ts';

export const ABLE: Capabilities = {
  filters: { action: { eq: 'exact', in: 'exact' }, 'actor.name': { eq: 'wider' } },
  negation: true,
  timeFilter: true,
  grainUs: 1_000,
  maxPageSize: 50,
  pageSize: 20,
  counts: false,
};

/** What strict vendors may be able to do. */
export const VENDORS_OF_ALL_SORTS: Readonly<Record<string, Capabilities>> = {
  'that can do much': ABLE,
  'that can do nothing': { ...ABLE, filters: {}, negation: false, timeFilter: false },
  'whose clock ticks in seconds': { ...ABLE, grainUs: 1_000_000 },
};

import { GATEWAY } from '../domain/event.ts';
import { FIELDS, isField } from '../domain/fields.ts';
import { filterPath, is } from '../domain/filter.ts';
import type { ConnectedSource } from '../federation/connected-source.ts';
import type { LaneSource } from '../lanes/lane.ts';

/** The gateway's own store as a source among the others: always there, and it tests every filter itself. */
export function gatewaySource(lane: LaneSource): ConnectedSource {
  const paths = Object.keys(FIELDS)
    .filter(isField)
    .map((field) => filterPath(is(field, { op: 'exists' })));
  return {
    key: GATEWAY,
    name: 'Audit gateway',
    kind: 'gateway',
    mode: 'archive',
    url: null,
    capabilities: {
      filters: [...paths, 'recordTypeUnder'].sort(),
      timeFilter: true,
      totalCount: true,
      maxPageSize: null,
    },
    lane,
    auditConfig: async () => null,
  };
}

import { GATEWAY } from '../domain/event.ts';
import { FIELDS, isField } from '../domain/fields.ts';
import { filterPath, is } from '../domain/filter.ts';
import type { ConnectedSource, SourceCapabilities } from '../federation/connected-source.ts';
import type { LaneSource } from '../lanes/lane.ts';
import { eventTypeOf } from '../schema/kinds.ts';

/** The store's database tests every field itself, but not the words of a whole event. */
export const STORE_CAPABILITIES: SourceCapabilities = {
  filters: [
    ...Object.keys(FIELDS)
      .filter(isField)
      .filter((field) => FIELDS[field].type !== 'words')
      .map((field) => filterPath(is(field, { op: 'exists' }))),
    'recordTypeUnder',
  ].sort(),
  timeFilter: true,
  totalCount: true,
  maxPageSize: null,
};

/** The gateway's own store as a source among the others: always there. */
export function gatewaySource(lane: LaneSource): ConnectedSource {
  return {
    key: GATEWAY,
    name: 'Audit gateway',
    kind: 'gateway',
    eventType: eventTypeOf('gateway'),
    mode: 'archive',
    url: null,
    capabilities: STORE_CAPABILITIES,
    lane,
    archive: null,
    auditConfig: async () => null,
  };
}

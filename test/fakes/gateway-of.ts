import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import type { Direction, Order } from '../../src/domain/order.ts';
import { ANYONE } from '../../src/domain/viewer.ts';
import { type EventsArguments, SORT_KEYS, type SortField } from '../../src/federation/ask/asked-page.ts';
import type { ConnectedSource } from '../../src/federation/connected-source.ts';
import { createGateway, type GatewayParts } from '../../src/federation/create-gateway.ts';
import type { Answer, ViewerGateway } from '../../src/federation/gateway.ts';
import type { Arrivals } from '../../src/lanes/arrivals.ts';
import type { LaneSource } from '../../src/lanes/lane.ts';
import { eventTypeOf, type KINDS } from '../../src/schema/kinds.ts';
import { fakeArrivals } from './fake-arrivals.ts';
import { CURSOR_KEY } from './seal.ts';

/** The clock of every test that needs none of its own. */
export const NOON = Date.parse('2024-03-01T12:00:00Z');

export function connected(lane: LaneSource, given: Partial<ConnectedSource> = {}): ConnectedSource {
  return {
    key: lane.name as SourceKey,
    name: lane.name,
    kind: 'salt',
    eventType: eventTypeOf((given.kind ?? 'salt') as keyof typeof KINDS),
    mode: 'live',
    url: null,
    capabilities: { filters: [], timeFilter: true, totalCount: false, maxPageSize: null },
    lane,
    archive: null,
    auditConfig: async () => null,
    ...given,
  };
}

export function gatewayOf(
  lanes: readonly (LaneSource | ConnectedSource)[],
  clock = () => NOON,
  arrivals: Arrivals = fakeArrivals(),
): ViewerGateway {
  const sources = lanes.map((lane) => ('open' in lane ? connected(lane) : lane));
  return anyones({ sources, arrivals, clock });
}

/** Every order, as the API names it. */
export const SORT_FIELDS = Object.keys(SORT_KEYS) as SortField[];

/** The API's words for an order. */
export function sortBy({ by = null, direction }: Order): { readonly field: SortField; readonly direction: Direction } {
  const field = SORT_FIELDS.find((each) => SORT_KEYS[each] === by);
  if (!field) throw new Error(`expected a field to sort ${by} by`);
  return { field, direction };
}

/** All that a viewer can ask who may see everything, of these parts. */
export function anyones(parts: Partial<GatewayParts> & Pick<GatewayParts, 'sources'>): ViewerGateway {
  return createGateway({
    syncStates: async () => new Map(),
    stored: async (places) => places.map(() => null),
    arrivals: fakeArrivals(),
    cursorKey: CURSOR_KEY,
    sortFields: SORT_FIELDS,
    maxPageSize: 1_000,
    clock: () => NOON,
    ...parts,
  }).as(ANYONE);
}

/** Every page of a walk, forward with `first` or backward with `last`, until the answer says there is no more. */
export async function walk(
  gateway: ViewerGateway,
  args: EventsArguments & ({ readonly first: number } | { readonly last: number }),
): Promise<readonly Answer[]> {
  const signal = new AbortController().signal;
  const pages: Answer[] = [];
  let place: string | null = null;
  do {
    const cursor: EventsArguments = place === null ? {} : 'last' in args ? { before: place } : { after: place };
    const page: Answer = await gateway.events({ ...args, ...cursor }, signal);
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    place = 'last' in args ? (hasPreviousPage ? startCursor : null) : hasNextPage ? endCursor : null;
    if (pages.length > 10_000) throw new Error('a walk that never ends');
  } while (place !== null);
  return pages;
}

/** The events of a walk in the order of its sort, whichever way it went. */
export function eventsOf(pages: readonly Answer[], way: 'forward' | 'backward' = 'forward'): readonly AuditEvent[] {
  return (way === 'forward' ? pages : pages.toReversed()).flatMap((page) => page.edges.map((edge) => edge.event));
}

import { z } from 'zod';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import type { Field } from '../../src/domain/fields.ts';
import { and, type FilterExpr, type Is, type TestOp } from '../../src/domain/filter.ts';
import { floorTo } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { compileFilter } from '../../src/domain/matches.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { LaneSource } from '../../src/lanes/lane.ts';
import type {
  Capabilities,
  Exchange,
  Pushdown,
  RecordPage,
  SourceAdapter,
  VendorRequest,
} from '../../src/sources/adapter.ts';
import { connect } from '../../src/sources/connection.ts';
import { openLane } from '../../src/sources/open-lane.ts';
import type { Transport } from '../../src/sources/transport.ts';
import { NOON } from './gateway-of.ts';

/** What is asked of the vendor, as it travels: leaves as JSON, the window, the direction, how many, from which offset. */
interface Asked {
  readonly leaves: readonly Is[];
  readonly from: number;
  readonly until: number;
  readonly direction: Pushdown['direction'];
  readonly limit: number;
  readonly offset: number;
}

export interface StrictVendorOptions {
  readonly key: string;
  readonly events: readonly AuditEvent[];
  readonly capabilities: Capabilities;
  /** Told of every question that arrives. */
  readonly onAsk?: (asked: Asked) => void;
  /** It gives its first page again and again. */
  readonly repeatsItself?: boolean;
  /** The record of this id cannot be decoded. */
  readonly unreadable?: string;
}

/**
 * A vendor that does just what it declares, as a real one does: it refuses every test, negation, window and page size it
 * has not declared, and where it is declared `wider` it lets through what it should not.
 */
export function strictVendor(options: StrictVendorOptions): LaneSource {
  const adapter = adapterOf(options.capabilities, options.unreadable);
  const rules = BUILT_IN;
  const connection = connect(adapter, {}, strictServer(options), { rules, loginTimeoutMs: 1_000, clock: () => NOON });
  const key = options.key as SourceKey;
  const source = { key, adapter, options: {}, connection, rules, timeoutMs: 10_000, maxScan: 50_000, pageSize: null };
  return {
    name: key,
    sources: [key],
    essential: false,
    grainUs: options.capabilities.grainUs,
    open: (query, signal) => openLane(source, query, signal),
    count: async () => null,
  };
}

/** Of a vendor that gives its events one by one, and can do nothing else. */
export const UNABLE: Capabilities = {
  filters: {},
  negation: false,
  timeFilter: false,
  grainUs: 1,
  maxPageSize: 1,
  pageSize: 1,
  counts: false,
};

export function adapterOf(capabilities: Capabilities, unreadable?: string): SourceAdapter<object> {
  return {
    kind: 'salt',
    options: z.object({}),
    streams: () => [
      {
        name: 'events',
        capabilities,
        words: (leaf) => ({ [`${leaf.field} ${leaf.test.op} ${leaf.negated}`]: leaf as unknown as Json }),
        foresee: () => undefined,
        ask: (pushdown) => ask(pushdown, 0),
      },
    ],
    authorize: (request) => request,
    fault: () => null,
    decode: (record) => {
      if ((record as unknown as AuditEvent).id === unreadable) throw new TypeError('cannot be decoded');
      const { id: _, source: __, raw: ___, ...draft } = record as unknown as AuditEvent;
      return { ...draft, nativeKey: (record as unknown as { nativeKey: string }).nativeKey };
    },
  };
}

function ask(pushdown: Pushdown, offset: number): Exchange<RecordPage> {
  const asked: Asked = {
    leaves: Object.values(pushdown.words) as unknown as Is[],
    from: pushdown.window.from,
    until: pushdown.window.until,
    direction: pushdown.direction,
    limit: pushdown.pageSize,
    offset,
  };
  return {
    request: { method: 'POST', path: '/events', json: asked as unknown as Json },
    read(response) {
      const records = JSON.parse(response.text) as Json[];
      const next = records.length < pushdown.pageSize ? null : ask(pushdown, offset + records.length);
      return { result: { records, wholeUntil: null }, next };
    },
  };
}

/** The vendor's end of the line. */
export function strictServer(options: StrictVendorOptions): Transport {
  return {
    close: async () => {},
    async send(request: VendorRequest, signal: AbortSignal) {
      signal.throwIfAborted();
      const given = request.json as unknown as Asked;
      const asked = options.repeatsItself ? { ...given, offset: 0 } : given;
      options.onAsk?.(asked);
      const refused = refusal(asked, options.capabilities);
      const body = refused ?? answer(asked, options);
      return { status: refused ? 400 : 200, headers: {}, setCookies: [], text: JSON.stringify(body) };
    },
  };
}

function refusal({ leaves: asked, limit }: Asked, capabilities: Capabilities): string | null {
  if (limit > capabilities.maxPageSize || limit < 1) return `limit ${limit}`;
  for (const leaf of asked) {
    const mode = modeOf(leaf, capabilities);
    if (mode === undefined || (leaf.negated && (!capabilities.negation || mode === 'wider')))
      return JSON.stringify(leaf);
  }
  return null;
}

function modeOf(leaf: Is, { filters }: Capabilities) {
  return (filters[leaf.field as Field] as Partial<Record<TestOp, 'exact' | 'wider'>> | undefined)?.[leaf.test.op];
}

function answer(asked: Asked, { key, events, capabilities }: StrictVendorOptions): readonly unknown[] {
  const { grainUs, timeFilter } = capabilities;
  const sign = asked.direction === 'ASC' ? 1 : -1;
  const exact = asked.leaves.filter((leaf) => modeOf(leaf, capabilities) === 'exact');
  const wider = asked.leaves.filter((leaf) => modeOf(leaf, capabilities) === 'wider');
  const passes = compileFilter(and(...exact));
  const mayPass = wider.map((leaf) => compileFilter(leaf as FilterExpr));
  return seenOf(key, events)
    .filter((event) => !timeFilter || (event.occurredAt > asked.from && event.occurredAt < asked.until))
    .filter(passes)
    .filter((event) => mayPass.every((pass) => pass(event)) || event.id < '8')
    .toSorted((a, b) => sign * (floorTo(a.occurredAt, grainUs) - floorTo(b.occurredAt, grainUs)))
    .slice(asked.offset, asked.offset + asked.limit)
    .map((event) => event.raw);
}

/** The vendor's events as the gateway will see them: ids of its own making, and for `raw` the record that travelled. */
export function seenOf(key: string, events: readonly AuditEvent[]): readonly AuditEvent[] {
  return events.map((event) => ({
    ...event,
    source: key as SourceKey,
    id: eventId(key, event.id),
    raw: { ...event, nativeKey: event.id } as unknown as Json,
  }));
}

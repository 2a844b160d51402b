import { EVERYTHING } from '../../../src/domain/filter.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import type { Exchange, Pushdown, RecordPage, VendorRequest, VendorResponse } from '../../../src/sources/adapter.ts';
import { riverbedOptions } from '../../../src/sources/riverbed/options.ts';

/** Options as the configuration file gives them, defaults filled in. */
export function options(more: JsonObject = {}, auth: JsonObject = { username: 'audit', password: 'pass:wörd' }) {
  return riverbedOptions.parse({ auth, ...more });
}

export function pushdown(more: Partial<Pushdown> = {}): Pushdown {
  return {
    words: {},
    pushed: EVERYTHING,
    residual: EVERYTHING,
    window: { from: 0 as Instant, until: 2e15 as Instant },
    direction: 'DESC',
    pageSize: 50,
    ...more,
  };
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): VendorResponse {
  const text = JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, setCookies: [], text };
}

export interface Row {
  readonly pid: number;
  readonly timestamp: number;
}

/** How an appliance may behave where the document leaves room, and what happens to its log meanwhile. */
export interface Behaviour {
  readonly meta: 'full' | 'limit' | 'absent';
  /** Rows of one second stand otherwise in every answer. */
  readonly shuffle: (rows: readonly Row[], call: number) => readonly Row[];
  /** The log before the answer of this number, counted from 0. */
  readonly log: (rows: readonly Row[], call: number) => readonly Row[];
  readonly atMost: number;
}

export const CALM: Behaviour = {
  meta: 'full',
  shuffle: (rows) => rows,
  log: (rows) => rows,
  atMost: Number.POSITIVE_INFINITY,
};

/** An audit log that answers what it is asked, and nothing else. */
export function appliance(
  rows: readonly Row[],
  how: Partial<Behaviour> = {},
): (request: VendorRequest) => VendorResponse {
  const { meta, shuffle, log, atMost } = { ...CALM, ...how };
  let held = rows;
  let calls = 0;
  return ({ query = [] }) => {
    const asked = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
    const [offset, limit] = [wholeNumber(asked.get('offset')), Math.min(wholeNumber(asked.get('limit')), atMost)];
    held = log(held, calls);
    const sorted = shuffle(held, calls++).toSorted((a, b) => a.timestamp - b.timestamp);
    const items = (asked.get('sort') === 'desc' ? sorted.toReversed() : sorted).slice(offset, offset + limit);
    const said = {
      full: { total: held.length, limit, offset, count: items.length },
      limit: { limit },
      absent: undefined,
    };
    return json({ items: items.map(event), meta: said[meta] });
  };
}

export function event({ pid, timestamp }: Row): Json {
  return { timestamp, action: 'update', record_type: 'configuration_change.roles', pid, count: 1 };
}

function wholeNumber(text: string | null): number {
  if (!/^\d{1,9}$/.test(text ?? '')) throw new Error(`strange number ${text}`);
  return Number(text);
}

/** Follows a walk to its end; `requests` is what it cost. */
export function readAll(first: Exchange<RecordPage>, answer: (request: VendorRequest) => VendorResponse) {
  const pages: (readonly Json[])[] = [];
  let exchange: Exchange<RecordPage> | null = first;
  while (exchange) {
    if (pages.length > 2000) throw new Error('the walk does not end');
    const step = exchange.read(answer(exchange.request));
    pages.push(step.result.records);
    exchange = step.next;
  }
  return { records: pages.flat() as unknown as readonly Row[], requests: pages.length };
}

import { EVERYTHING } from '../../../src/domain/filter.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import type { Exchange, Pushdown, RecordPage, VendorRequest, VendorResponse } from '../../../src/sources/adapter.ts';
import { saltOptions } from '../../../src/sources/salt/options.ts';

/** Options as the configuration file gives them, defaults filled in. */
export function options(more: JsonObject = {}, auth: JsonObject = {}) {
  return saltOptions.parse({ auth: { username: 'audit', password: 'pass:wörd', ...auth }, ...more });
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

export const LOGIN_PAGE: VendorResponse = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  setCookies: [],
  text: '<!DOCTYPE html><title>Log in</title>',
};

export interface Row {
  readonly id: number;
  readonly at: number;
}

/** How a server may behave where the document leaves room. */
export interface Behaviour {
  readonly endBelongs: boolean;
  readonly count: 'all' | 'page' | 'table';
  /** Rows alike in time stand otherwise in every answer. */
  readonly shuffle: (rows: readonly Row[], call: number) => readonly Row[];
  readonly atMost?: number;
}

export function timeText(at: number): string {
  const text = new Date(Math.floor(at / 1000)).toISOString().slice(0, 19);
  const micros = at % 1_000_000;
  return micros === 0 ? `${text}+00:00` : `${text}.${String(micros).padStart(6, '0')}+00:00`;
}

/** A table of audit records that answers what it is asked: start_time only, and strictly what was asked. */
export function server(rows: readonly Row[], how: Behaviour): (request: VendorRequest) => VendorResponse {
  let calls = 0;
  return (request) => {
    const { kwarg } = request.json as {
      kwarg: { daterange: [string, string]; page: number; limit: number; reverse: boolean };
    };
    const [from, until] = kwarg.daterange.map(micros);
    const found = rows.filter(
      ({ at }) => at >= Number(from) && (at < Number(until) || (how.endBelongs && at === until)),
    );
    const sorted = how.shuffle(found, calls++).toSorted((a, b) => (kwarg.reverse ? b.at - a.at : a.at - b.at));
    const limit = Math.min(kwarg.limit, how.atMost ?? kwarg.limit);
    const results = sorted.slice(kwarg.page * limit, (kwarg.page + 1) * limit);
    const count = { all: found.length, page: results.length, table: rows.length }[how.count];
    return json({ riq: null, ret: { count, results: results.map(record) }, error: null, warnings: [] });
  };
}

export function record({ id, at }: Row): Json {
  return { id, start_time: timeText(at), event_type: 'rpc', event_name: 'minions.get_minion_status' };
}

/** `2019-06-05T21:12:53.190506+00:00`, and nothing else. */
function micros(text: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/.test(text)) throw new Error(`strange time ${text}`);
  return Date.parse(`${text.slice(0, 19)}Z`) * 1000 + Number(text.slice(20, 26));
}

/** Follows a walk to its end; `requests` is what it cost. */
export function readAll(first: Exchange<RecordPage>, answer: (request: VendorRequest) => VendorResponse) {
  const pages: (readonly Json[])[] = [];
  let exchange: Exchange<RecordPage> | null = first;
  while (exchange) {
    if (pages.length > 500) throw new Error('the walk does not end');
    const step = exchange.read(answer(exchange.request));
    pages.push(step.result.records);
    exchange = step.next;
  }
  return { records: pages.flat(), requests: pages.length };
}

import { EVERYTHING } from '../../../src/domain/filter.ts';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { Exchange, Pushdown, RecordPage, VendorResponse, Words } from '../../../src/sources/adapter.ts';
import { type F5xcOptions, options as schema } from '../../../src/sources/f5xc/options.ts';

export function options(more: JsonObject = {}): F5xcOptions {
  return schema.parse({ auth: { apiToken: 'token-1' }, namespace: 'ns-1', ...more });
}

export function response(body: Json, more: Partial<VendorResponse> = {}): VendorResponse {
  return { status: 200, headers: {}, setCookies: [], text: JSON.stringify(body), ...more };
}

export interface Asked {
  readonly fromMs?: number;
  /** Not part of the window. */
  readonly untilMs?: number;
  readonly direction?: Direction;
  readonly pageSize?: number;
  readonly words?: Words;
}

export function pushdown(asked: Asked = {}): Pushdown {
  const { fromMs = 0, untilMs = 1_000, direction = 'DESC', pageSize = 50, words = {} } = asked;
  const window = { from: fromMillis(fromMs), until: fromMillis(untilMs) };
  return { words, pushed: EVERYTHING, residual: EVERYTHING, window, direction, pageSize };
}

export function bodyOf(exchange: Exchange<RecordPage>): JsonObject {
  return exchange.request.json as JsonObject;
}

/** Every step of a walk to its end. */
export function walk(first: Exchange<RecordPage>, answer: (exchange: Exchange<RecordPage>) => VendorResponse) {
  const steps: {
    readonly exchange: Exchange<RecordPage>;
    readonly records: readonly Json[];
    readonly total?: number;
  }[] = [];
  for (let exchange: Exchange<RecordPage> | null = first; exchange; ) {
    if (steps.length > 2_000) throw new Error('expected the walk to end');
    const { result, next, total } = exchange.read(answer(exchange));
    if (result.wholeUntil !== null) throw new Error('expected records in the order of time');
    steps.push({ exchange, records: result.records, ...(total === undefined ? {} : { total }) });
    exchange = next;
  }
  return steps;
}

export interface Tenant {
  readonly paging: 'search_after' | 'scroll';
  /** The most logs of one answer, whatever was asked for. */
  readonly clamp?: number;
  readonly cap?: number;
  readonly extraBatch?: boolean;
}

/** What the documents say of a tenant: order by millisecond and document, both bounds inclusive, counters as texts. */
export function tenant(times: readonly number[], { paging, clamp = 500, cap = Infinity, extraBatch = false }: Tenant) {
  const docs = times.map((micros, id) => ({ micros, id, ms: Math.floor(micros / 1000) }));
  const lines = (found: typeof docs) => found.map(({ micros, id }) => lineAt(micros, id));
  const scrolls = new Map<string, { rest: typeof docs; limit: number; total: string }>();

  function batch({ rest, limit, total }: { rest: typeof docs; limit: number; total: string }) {
    const left = rest.slice(limit);
    const id = `scroll+/${scrolls.size}=`;
    const more = left.length > 0 || (extraBatch && rest.length > 0);
    if (more) scrolls.set(id, { rest: left, limit, total });
    return response({ logs: lines(rest.slice(0, limit)), total_hits: total, scroll_id: more ? id : '' });
  }

  return (exchange: Exchange<RecordPage>): VendorResponse => {
    const body = bodyOf(exchange);
    if (exchange.request.path.endsWith('/scroll')) {
      const scroll = scrolls.get(String(body.scroll_id));
      if (!scroll) throw new Error('expected a scroll id that was given');
      return batch(scroll);
    }
    const start = Date.parse(String(body.start_time));
    const end = Date.parse(String(body.end_time));
    const sign = body.sort === 'DESCENDING' ? -1 : 1;
    const found = docs.filter(({ ms }) => ms >= start && ms <= end).sort((a, b) => sign * (a.ms - b.ms || a.id - b.id));
    const total = String(Math.min(found.length, cap));
    const limit = Math.min(Number(body.limit), clamp);
    if (body.scroll) return batch({ rest: found, limit, total });
    if (paging === 'scroll') return response({ logs: lines(found.slice(0, limit)), total_hits: total });
    const after = body.sort_values as { last_doc_id: string } | undefined;
    const begin = after ? found.findIndex(({ id }) => String(id) === after.last_doc_id) + 1 : 0;
    const page = found.slice(begin, begin + limit);
    const last = page.at(-1);
    return response({
      logs: lines(page),
      total_hits: total,
      scroll_id: '',
      ...(last ? { last_sort_values: { last_doc_id: String(last.id), last_timestamp: last.ms } } : {}),
    });
  };
}

export function lineAt(micros: number, id: number): string {
  const finer = String(micros % 1000).padStart(3, '0');
  return JSON.stringify({ time: new Date(Math.floor(micros / 1000)).toISOString().replace('Z', `${finer}Z`), id });
}

import type { Is } from '../../../src/domain/filter.ts';
import { EVERYTHING } from '../../../src/domain/filter.ts';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { Exchange, Pushdown, RecordPage, Stream, VendorResponse, Words } from '../../../src/sources/adapter.ts';
import { options as schema, type ZstackOptions } from '../../../src/sources/zstack/options.ts';

export const ACCOUNT = { accountName: 'admin', password: 'correct horse' };

export function options(more: JsonObject = {}): ZstackOptions {
  return schema.parse({ auth: ACCOUNT, ...more });
}

export function response(body: Json, more: Partial<VendorResponse> = {}): VendorResponse {
  return { status: 200, headers: {}, setCookies: [], text: JSON.stringify(body), ...more };
}

export interface Asked {
  readonly fromMs: number;
  /** Not part of the window. */
  readonly untilMs: number;
  readonly direction?: Direction;
  readonly pageSize?: number;
  readonly words?: Words;
}

export function pushdown({ fromMs, untilMs, direction = 'DESC', pageSize = 50, words = {} }: Asked): Pushdown {
  const window = { from: fromMillis(fromMs), until: fromMillis(untilMs) };
  return { words, pushed: EVERYTHING, residual: EVERYTHING, window, direction, pageSize };
}

export function wordsOf(stream: (given: ZstackOptions) => Stream, leaf: Is, given = options()): Words | null {
  const { capabilities, words } = stream(given);
  return capabilities.filters[leaf.field]?.[leaf.test.op] === undefined ? null : words(leaf);
}

/** What the documents say of the server: the newest `limit` rows of a window with both ends, and nothing else. */
export function answering(rows: readonly JsonObject[], shuffle: (rows: Json[]) => Json[] = (same) => same) {
  return (exchange: Exchange<RecordPage>): VendorResponse => {
    const query = new Map(exchange.request.query);
    const start = Number(query.get('startTime'));
    const end = Number(query.get('endTime'));
    const found = rows
      .filter(({ time }) => Number(time) >= start && Number(time) <= end)
      .sort((a, b) => Number(b.time) - Number(a.time))
      .slice(0, Number(query.get('limit')));
    return response({ audits: shuffle(found) });
  };
}

/** Every step of a walk to its end, with the request that led to it. */
export function walk(first: Exchange<RecordPage>, answer: (exchange: Exchange<RecordPage>) => VendorResponse) {
  const steps: { readonly query: ReadonlyMap<string, string>; readonly page: RecordPage }[] = [];
  for (let exchange: Exchange<RecordPage> | null = first; exchange; ) {
    if (steps.length > 5_000) throw new Error('expected the walk to end');
    const { result, next } = exchange.read(answer(exchange));
    steps.push({ query: new Map(exchange.request.query), page: result });
    exchange = next;
  }
  return steps;
}

import { EVERYTHING } from '../../../src/domain/filter.ts';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { Pushdown, VendorResponse, Words } from '../../../src/sources/adapter.ts';
import { type AstromkeyOptions, options as schema } from '../../../src/sources/astromkey/options.ts';

export function options(): AstromkeyOptions {
  return schema.parse({ auth: { apiToken: 'dt0c01.PUBLIC.SECRET' } });
}

export function response(body: Json, more: Partial<VendorResponse> = {}): VendorResponse {
  return { status: 200, headers: {}, setCookies: [], text: JSON.stringify(body), ...more };
}

export interface Asked {
  readonly direction?: Direction;
  readonly pageSize?: number;
  readonly words?: Words;
}

export function pushdown({ direction = 'DESC', pageSize = 50, words = {} }: Asked = {}): Pushdown {
  const window = { from: fromMillis(1_576_073_000_000), until: fromMillis(1_576_074_000_000) };
  return { words, pushed: EVERYTHING, residual: EVERYTHING, window, direction, pageSize };
}

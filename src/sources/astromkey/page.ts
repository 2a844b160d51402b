import { z } from 'zod';
import { toMillis } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, Step, VendorRequest, VendorResponse } from '../adapter.ts';
import { bodyAs } from '../reading.ts';
import { filterOf } from './request.ts';

const PATH = '/api/v2/auditlogs';

/** Times are always sent: without, the vendor gives two weeks. */
export function firstPage({ words, window, direction, pageSize }: Pushdown): Exchange<RecordPage> {
  const filter = filterOf(words);
  const request: VendorRequest = {
    method: 'GET',
    path: PATH,
    query: [
      ['from', String(toMillis(window.from))],
      ['to', String(Math.ceil(window.until / 1000))],
      ['sort', direction === 'ASC' ? 'timestamp' : '-timestamp'],
      ['pageSize', String(pageSize)],
      ...(filter === undefined ? [] : [['filter', filter] as const]),
    ],
  };
  return { request, read: (response) => read(response, null) };
}

/** The key holds the whole question, and nothing may stand beside it. */
function nextPage(key: string): Exchange<RecordPage> {
  const request: VendorRequest = { method: 'GET', path: PATH, query: [['nextPageKey', key]] };
  return { request, read: (response) => read(response, key) };
}

const body = z.object({
  totalCount: z.int().nonnegative().nullish().catch(null),
  nextPageKey: z.string().nullish(),
  auditLogs: z.array(z.custom<Json>()).nullish(),
});

/** A page may be short, even empty, and not the last: only the key tells. */
function read(response: VendorResponse, asked: string | null): Step<RecordPage> {
  const { totalCount, nextPageKey, auditLogs } = bodyAs(body, response);
  if (nextPageKey && nextPageKey === asked) {
    throw sourceError('INVALID_RESPONSE', 'expected the key of the next page, but got that of this one', {
      httpStatus: response.status,
    });
  }
  return {
    result: { records: auditLogs ?? [], wholeUntil: null },
    next: nextPageKey ? nextPage(nextPageKey) : null,
    ...(typeof totalCount === 'number' ? { total: totalCount } : {}),
  };
}

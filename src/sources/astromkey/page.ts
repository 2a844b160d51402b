import { z } from 'zod';
import { EARLIEST, LATEST, MILLISECOND, plus, toMillis } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import { intersect } from '../../domain/position.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, Step, VendorRequest, VendorResponse } from '../adapter.ts';
import { bodyAs, KEY } from '../kit/body.ts';
import { fitsUrl } from '../kit/carriable.ts';
import { mayHaveRunOut } from '../kit/run-out.ts';
import { timeOf } from './record.ts';
import { filterOf } from './request.ts';

const PATH = '/api/v2/auditlogs';

/** Times are always sent: without, the vendor gives two weeks. */
export function firstPage(pushdown: Pushdown): Exchange<RecordPage> {
  const { words, window, direction, pageSize } = pushdown;
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
  return { request, read: (response) => read(response, null, pushdown) };
}

/** The key holds the whole question, and nothing may stand beside it. One that ran out is asked for anew from `rest` on. */
function nextPage(key: string, rest: Pushdown): Exchange<RecordPage> {
  const request: VendorRequest = { method: 'GET', path: PATH, query: [['nextPageKey', key]] };
  return {
    request,
    read: (response) => read(response, key, rest),
    refused: (problem) => (mayHaveRunOut(problem) ? firstPage(rest) : null),
  };
}

/** What is left of a window once these records are read: the moment of the last one belongs to it once more. */
function restOf(pushdown: Pushdown, records: readonly Json[]): Pushdown {
  const last = records.map(timeOf).findLast((time) => time !== null) ?? null;
  if (last === null) return pushdown;
  const { window, direction } = pushdown;
  const rest = direction === 'ASC' ? { from: last, until: LATEST } : { from: EARLIEST, until: plus(last, MILLISECOND) };
  return { ...pushdown, window: intersect(window, rest) };
}

const body = z.object({
  totalCount: z.int().nonnegative().nullish().catch(null),
  nextPageKey: KEY.refine(fitsUrl, 'expected a key that a URL can carry').nullish(),
  auditLogs: z.array(z.custom<Json>()).nullish(),
});

/** A page may be short, even empty, and not the last: only the key tells. */
function read(response: VendorResponse, asked: string | null, pushdown: Pushdown): Step<RecordPage> {
  const answer = bodyAs(body, response);
  const { totalCount, nextPageKey } = answer;
  if (nextPageKey && nextPageKey === asked) {
    throw sourceError('INVALID_RESPONSE', 'expected the key of the next page, but got that of this one', {
      httpStatus: response.status,
    });
  }
  const records = listIn(answer, asked === null, response);
  return {
    result: { records, wholeUntil: null },
    next: nextPageKey ? nextPage(nextPageKey, restOf(pushdown, records)) : null,
    ...(typeof totalCount === 'number' ? { total: totalCount } : {}),
  };
}

/** The list may be null, and absent where the rest of the answer shows that none belongs there: no answer at all has one either. */
function listIn(
  { totalCount, nextPageKey, auditLogs }: z.infer<typeof body>,
  isFirst: boolean,
  { status }: VendorResponse,
): readonly Json[] {
  const isPage = nextPageKey || totalCount === 0 || (!isFirst && typeof totalCount === 'number');
  if (auditLogs !== undefined || isPage) return auditLogs ?? [];
  throw sourceError('INVALID_RESPONSE', 'unexpected answer at auditLogs: expected a list, but got none', {
    httpStatus: status,
  });
}

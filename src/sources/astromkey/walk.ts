import { z } from 'zod';
import { MILLISECOND, toMillis } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, VendorRequest, VendorResponse } from '../adapter.ts';
import { bodyAs, KEY, RECORDS } from '../kit/body.ts';
import { fitsUrl } from '../kit/carriable.ts';
import { asking } from '../kit/walks/ask.ts';
import { byKey, type KeyedAnswer } from '../kit/walks/by-key.ts';
import { restFrom } from '../kit/walks/rows.ts';
import { timeOf } from './record.ts';
import { filterOf } from './request.ts';

/** A key that ran out is asked for anew, from the moment of the last record on. */
export function walk(pushdown: Pushdown): Exchange<RecordPage> {
  const { window, direction } = pushdown;
  return byKey<Page>({
    ask: asking((key) => requestFor(key, pushdown), answerOf),
    timeOf,
    keyAfter: ({ key }) => key,
    resume(last) {
      const rest = last === null ? window : restFrom(last, window, direction, MILLISECOND);
      return walk({ ...pushdown, window: rest });
    },
  });
}

/** Times are always sent: without, the vendor gives two weeks. A key holds the whole question, and nothing may stand beside it. */
function requestFor(key: Json, { words, window, direction, pageSize }: Pushdown): VendorRequest {
  const filter = filterOf(words);
  const question = [
    ['from', String(toMillis(window.from))],
    ['to', String(Math.ceil(window.until / 1000))],
    ['sort', direction === 'ASC' ? 'timestamp' : '-timestamp'],
    ['pageSize', String(pageSize)],
    ...(filter === undefined ? [] : [['filter', filter] as const]),
  ] as const;
  return { method: 'GET', path: '/api/v2/auditlogs', query: key === null ? question : [['nextPageKey', String(key)]] };
}

const BODY = z.object({
  totalCount: z.int().nonnegative().nullish().catch(null),
  nextPageKey: KEY.refine(fitsUrl, 'expected a key that a URL can carry').nullish(),
  auditLogs: RECORDS.nullish(),
});

interface Page extends KeyedAnswer {
  readonly key: string | null;
}

function answerOf(response: VendorResponse, asked: Json): Page {
  const answer = bodyAs(BODY, response);
  const records = listIn(answer, asked === null, response);
  return { records, key: answer.nextPageKey || null, total: answer.totalCount ?? null };
}

/** The list may be null, and absent where the rest of the answer shows that none belongs there: no answer at all has one either. */
function listIn(
  { totalCount, nextPageKey, auditLogs }: z.infer<typeof BODY>,
  isFirst: boolean,
  { status }: VendorResponse,
): readonly Json[] {
  const isPage = nextPageKey || totalCount === 0 || (!isFirst && typeof totalCount === 'number');
  if (auditLogs !== undefined || isPage) return auditLogs ?? [];
  throw sourceError('INVALID_RESPONSE', 'unexpected answer at auditLogs: expected a list, but got none', {
    httpStatus: status,
  });
}

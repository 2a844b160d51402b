import { toMillis } from '../../domain/instant.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Direction } from '../../domain/position.ts';
import type { Problem } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, Step, VendorRequest } from '../adapter.ts';
import { type Answer, answerOf } from './answer.ts';
import { queryOf } from './matcher.ts';
import type { F5xcOptions } from './options.ts';

/** What is asked for, page after page. Times in epoch milliseconds, both ends belong to it. */
export interface Question {
  readonly options: F5xcOptions;
  readonly query: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly direction: Direction;
  readonly limit: number;
}

const LIMIT_MAX = 500;

export function questionOf({ words, window, direction, pageSize }: Pushdown, options: F5xcOptions): Question {
  return {
    options,
    query: queryOf(words),
    startMs: toMillis(window.from),
    endMs: Math.ceil(window.until / 1000),
    direction,
    limit: Math.min(pageSize, LIMIT_MAX),
  };
}

/** Both times are always sent: with one or none the vendor gives ten minutes. */
export function logsRequest(question: Question, paging: JsonObject): VendorRequest {
  const { options, query, startMs, endMs, direction, limit } = question;
  return {
    method: 'POST',
    path: pathOf(options),
    json: {
      namespace: options.namespace,
      ...(query === undefined ? {} : { query }),
      start_time: new Date(startMs).toISOString(),
      end_time: new Date(endMs).toISOString(),
      limit,
      sort: direction === 'DESC' ? 'DESCENDING' : 'ASCENDING',
      ...paging,
    },
    ...(paging.scroll === true ? { effect: 'begins' } : {}),
  };
}

/** The next batch of a scroll; by POST, for the id is long and full of signs. */
export function scrollRequest({ options }: Question, scrollId: string): VendorRequest {
  return {
    method: 'POST',
    path: `${pathOf(options)}/scroll`,
    json: { namespace: options.namespace, scroll_id: scrollId },
    effect: 'advances',
  };
}

function pathOf({ namespace }: F5xcOptions): string {
  return `/api/secret_management/namespaces/${encodeURIComponent(namespace)}/voltshare/audit_logs`;
}

export function exchange(
  { options }: Question,
  request: VendorRequest,
  read: (answer: Answer) => Step<RecordPage>,
  refused: (problem: Problem) => Exchange<RecordPage> | null = () => null,
): Exchange<RecordPage> {
  return { request, read: (response) => read(answerOf(response, options.totalHitsCap)), refused };
}

/** Whether nothing can come any more: a short page is the last, unless the vendor promises more than it has given. */
export function isLast({ lines, promised }: Answer, limit: number, seen: number): boolean {
  return lines.length === 0 || (lines.length < limit && seen >= promised);
}

import { toMillis } from '../../domain/instant.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Direction } from '../../domain/order.ts';
import type { TimeWindow } from '../../domain/position.ts';
import { type Problem, sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, Step, VendorRequest } from '../adapter.ts';
import { inOrder } from '../kit/walks/ask.ts';
import { aggregated, answerOf, type LogAnswer } from './answer.ts';
import { queryOf } from './matcher.ts';
import type { F5xcOptions } from './options.ts';

/** What is asked for, page after page. */
export interface LogQuestion {
  readonly options: F5xcOptions;
  readonly query: string | undefined;
  readonly window: TimeWindow;
  readonly direction: Direction;
  readonly limit: number;
}

export function questionOf({ words, window, direction, pageSize }: Pushdown, options: F5xcOptions): LogQuestion {
  return {
    options,
    query: queryOf(words),
    window,
    direction,
    limit: pageSize,
  };
}

/** Both times are always sent, and both belong to what is asked: with one or none the vendor gives ten minutes. */
export function logsRequest(question: LogQuestion, paging: JsonObject): VendorRequest {
  const { options, query, window, direction, limit } = question;
  return {
    method: 'POST',
    path: pathOf(options),
    json: {
      namespace: options.namespace,
      ...(query === undefined ? {} : { query }),
      start_time: new Date(toMillis(window.from)).toISOString(),
      end_time: new Date(Math.ceil(window.until / 1000)).toISOString(),
      limit,
      sort: direction === 'DESC' ? 'DESCENDING' : 'ASCENDING',
      ...paging,
    },
    ...(paging.scroll === true ? { effect: 'begins' } : {}),
  };
}

/** The next batch of a scroll; by POST, for the id is long and full of signs. */
export function scrollRequest({ options }: LogQuestion, scrollId: string): VendorRequest {
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
  question: LogQuestion,
  request: VendorRequest,
  read: (answer: LogAnswer, httpStatus: number) => Step<RecordPage>,
  refused: (problem: Problem) => Exchange<RecordPage> | null = () => null,
): Exchange<RecordPage> {
  const { options } = question;
  return {
    request,
    read(response) {
      const answer = answerOf(response, options.totalHitsCap);
      if (!answer.isBare) return read(answer, response.status);
      return inOrder(
        [],
        confirmed(question, () => read(answer, response.status)),
      );
    },
    refused,
  };
}

const SIGN = 'answered';

/**
 * Of an answer all of whose members hold defaults proto JSON leaves nothing: `{}`. Whether it is one shows when the same is
 * asked with an aggregation, which no answer of the log's can leave out.
 */
function confirmed(question: LogQuestion, read: () => Step<RecordPage>): Exchange<RecordPage> {
  const aggs = { [SIGN]: { field_aggregation: { field: 'OPERATION', topk: 1 } } };
  return {
    request: logsRequest(question, { aggs }),
    read(response) {
      if (aggregated(response, SIGN)) return read();
      throw sourceError('INVALID_RESPONSE', 'unexpected answer at logs: expected a list, but got none', {
        httpStatus: response.status,
      });
    },
  };
}

/** Whether nothing can come any more: a short page is the last, unless the vendor promises more than it has given. */
export function isLast({ records, promised }: LogAnswer, limit: number, seen: number): boolean {
  return records.length === 0 || (records.length < limit && seen >= promised);
}

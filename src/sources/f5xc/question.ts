import { toMillis } from '../../domain/instant.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Direction } from '../../domain/position.ts';
import { type Problem, sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, Step, VendorRequest } from '../adapter.ts';
import { type Answer, aggregated, answerOf, ordered } from './answer.ts';
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
  question: Question,
  request: VendorRequest,
  read: (answer: Answer) => Step<RecordPage>,
  refused: (problem: Problem) => Exchange<RecordPage> | null = () => null,
): Exchange<RecordPage> {
  const { options } = question;
  return {
    request,
    read(response) {
      const answer = answerOf(response, options.totalHitsCap);
      if (!answer.isBare) return read(answer);
      return { result: ordered([]), next: confirmed(question, () => read(answer)) };
    },
    refused,
  };
}

const SIGN = 'answered';

/**
 * Of an answer all of whose members hold defaults proto JSON leaves nothing: `{}`. Whether it is one shows when the same is
 * asked with an aggregation, which no answer of the log's can leave out.
 */
function confirmed(question: Question, read: () => Step<RecordPage>): Exchange<RecordPage> {
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
export function isLast({ lines, promised }: Answer, limit: number, seen: number): boolean {
  return lines.length === 0 || (lines.length < limit && seen >= promised);
}

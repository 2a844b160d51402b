import { z } from 'zod';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { VendorResponse } from '../adapter.ts';
import { bodyAs, KEY, RECORDS } from '../kit/body.ts';
import { jsonOrText } from '../kit/values.ts';

/** A page of logs. Members that hold their type's default may be missing. */
export interface LogAnswer {
  readonly records: readonly Json[];
  /** Empty: no scroll, or one at its end. */
  readonly scrollId: string;
  /** Where the next page begins; null on tenants that know no search_after. */
  readonly lastSortValues: Json;
  /** How many match; null where the vendor does not say, or counts no further. */
  readonly total: number | null;
  /** At least so many match. */
  readonly promised: number;
  /** None of the members that tell an answer from anything else is there: all of them hold defaults, or it is no answer. */
  readonly isBare: boolean;
}

const body = z.object({
  logs: RECORDS.nullish(),
  scroll_id: KEY.nullish(),
  last_sort_values: z.custom<Json>().optional(),
  total_hits: z.union([z.string(), z.number()]).nullish(),
  aggs: z.custom<Json>().optional(),
});

export function answerOf(response: VendorResponse, totalHitsCap: number): LogAnswer {
  const answer = bodyAs(body, response);
  const { logs, scroll_id, last_sort_values, total_hits } = answer;
  const records = (logs ?? []).map(parsed);
  const told = total_hits ?? (records.length === 0 ? 0 : '');
  const hits = /^\d+$/.test(String(told)) ? Number(told) : null;
  return {
    records,
    scrollId: scroll_id ?? '',
    lastSortValues:
      isJsonObject(last_sort_values) && Object.keys(last_sort_values).length > 0 ? last_sort_values : null,
    total: hits !== null && hits < totalHitsCap ? hits : null,
    promised: hits ?? 0,
    isBare: Object.keys(body.shape).every((name) => !Object.hasOwn(answer, name)),
  };
}

const AGGREGATED = z.object({ aggs: z.record(z.string(), z.unknown()) });

/** Whether an answer holds the aggregation of that name. */
export function aggregated(response: VendorResponse, name: string): boolean {
  const { success, data } = AGGREGATED.safeParse(bodyAs(z.unknown(), response));
  return success && Object.hasOwn(data.aggs, name);
}

/** A line is a JSON document in a text; one that is none stays the text. */
function parsed(line: Json): Json {
  return typeof line === 'string' ? jsonOrText(line) : line;
}

import type { Field } from '../../domain/fields.ts';
import type { Is } from '../../domain/filter.ts';
import type { Pushdown, VendorRequest, Words } from '../adapter.ts';
import { soleText } from '../kit/asked.ts';
import type { ListPart } from '../kit/walks/offset/list.ts';
import type { RiverbedOptions } from './options.ts';

/** The vendor has no word for time: where a moment stands must be found by looking. What orders and cuts the list is always said, for no default of it is documented. */
export function getEvents(pushdown: Pushdown, options: RiverbedOptions, { offset, limit }: ListPart): VendorRequest {
  const sort = pushdown.direction === 'ASC' ? options.ascending : options.descending;
  return {
    method: 'GET',
    path: '/api/npm.audit/1.1/events',
    query: [
      ...Object.entries(pushdown.words).map(([name, value]) => [name, String(value)] as const),
      ['sort', sort],
      ['sortBy', options.sortBy],
      ['limit', String(limit)],
      ['offset', String(offset)],
    ],
  };
}

/** A leaf as a query name and its value; each name is a slot of its own. */
export function words({ field, test, negated }: Is): Words | null {
  const value = negated ? null : soleText(test);
  return value === null ? null : (WORDS[field]?.(value) ?? null);
}

const SUCCESS: ReadonlyMap<string, Words> = new Map([
  ['SUCCESS', { success: '1' }],
  ['FAILURE', { success: '0' }],
]);

const WORDS: { readonly [F in Field]?: (value: string) => Words | null } = {
  'actor.name': (username) => ({ username }),
  action: (action) => ({ action }),
  recordType: (recordType) => ({ record_type: recordType }),
  outcome: (outcome) => SUCCESS.get(outcome) ?? null,
};

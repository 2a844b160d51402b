import type { Is, Test } from '../../domain/filter.ts';
import type { Words } from '../adapter.ts';
import { textsAsked, textsSaid } from '../kit/asked.ts';

/** The criteria that can be sent; each holds if one of its values does. */
const CRITERIA = ['user', 'eventType', 'category', 'entityId'] as const;
type Criterion = (typeof CRITERIA)[number];

type Criteria = { readonly [C in Criterion]?: readonly string[] };

/** There is no way to say what must not be. */
export function words({ field, test, negated }: Is): Words | null {
  if (negated || ('ignoreCase' in test && test.ignoreCase)) return null;
  const criteria = criteriaOf(field, test);
  return criteria && Object.values(criteria).every(isSayable) ? criteria : null;
}

function criteriaOf(field: Is['field'], test: Test): Criteria | null {
  if (field === 'actor.name') return oneOf('user', test);
  if (field === 'action') return oneOf('eventType', test);
  if (field === 'recordType') return recordType(test);
  if (field !== 'target.uid') return null;
  return test.op === 'eq' || test.op === 'contains' ? { entityId: [test.value] } : null;
}

function oneOf(criterion: Criterion, test: Test): Criteria | null {
  const values = test.op === 'under' ? null : textsAsked(test);
  return values && { [criterion]: test.op === 'in' ? values.filter((value) => value !== '') : values };
}

/** A record type is CATEGORY.TYPE, or a category with all under it; any other cannot be told apart in these words. */
function recordType(test: Test): Criteria | null {
  const types = test.op === 'in' ? [] : (textsAsked(test) ?? []);
  const parts = types.map((type) => type.split('.'));
  if (parts.length === 0 || !parts.flat().every((part) => /^\w+$/.test(part))) return null;
  const [[category = '', eventType, ...deeper] = [], ...others] = parts;
  if (test.op === 'under' && parts.every((each) => each.length === 1)) return { category: parts.flat() };
  if (others.length > 0 || eventType === undefined || deeper.length > 0) return null;
  return { category: [category], eventType: [eventType] };
}

/** The vendor's grammar names two signs to escape; how it takes those that cannot be seen is unknown. */
function isSayable(values: readonly string[]): boolean {
  return values.length > 0 && values.every((value) => value !== '' && !/\p{C}/u.test(value));
}

/** `user("a","b"),category("CONFIG")`: commas are OR inside and AND outside. Undefined when there is nothing to ask. */
export function filterOf(said: Words): string | undefined {
  const criteria = CRITERIA.filter((name) => said[name] !== undefined);
  const texts = criteria.map((name) => `${name}(${textsSaid(said[name]).map(quoted).join(',')})`);
  return texts.length === 0 ? undefined : texts.join(',');
}

function quoted(value: string): string {
  return `"${value.replace(/[~"]/g, '~$&')}"`;
}

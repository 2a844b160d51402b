import type { Field } from '../../domain/fields.ts';
import type { Is } from '../../domain/filter.ts';

/** What no record of this vendor ever says. */
const ABSENT: ReadonlySet<Field> = new Set<Field>([
  'actor.type',
  'target.uid',
  'target.name',
  'client.ip',
  'requestId',
  'changedPath',
]);
const CATEGORIES: readonly string[] = ['AUTHENTICATION', 'API_CALL', 'TASK', 'SYSTEM', 'OTHER'];

/** How a leaf comes out for every record, where decoding alone decides it. */
export function foresee({ field, test, negated }: Is): boolean | undefined {
  if (ABSENT.has(field)) return negated;
  if (field !== 'category' || test.op !== 'in' || test.ignoreCase) return undefined;
  if (CATEGORIES.every((category) => test.values.includes(category))) return !negated;
  return CATEGORIES.some((category) => test.values.includes(category)) ? undefined : negated;
}

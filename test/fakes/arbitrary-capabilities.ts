import fc from 'fast-check';
import { FIELDS, type Field } from '../../src/domain/fields.ts';
import type { TestOp } from '../../src/domain/filter.ts';
import type { Capabilities } from '../../src/sources/adapter.ts';
import { A_TEST } from './arbitrary.ts';

const OPS = Object.keys(A_TEST) as TestOp[];
const FIELD_NAMES = Object.keys(FIELDS).filter((field) => field !== 'source') as Field[];

/** What some vendor might be able to do. */
export function aVendor(): fc.Arbitrary<Capabilities> {
  const ops = fc.dictionary(fc.constantFrom(...OPS), fc.constantFrom('exact' as const, 'wider' as const), {
    noNullPrototype: true,
  });
  return fc.record({
    filters: fc.dictionary(fc.constantFrom(...FIELD_NAMES), ops, { noNullPrototype: true, maxKeys: 10 }),
    negation: fc.boolean(),
    timeFilter: fc.boolean(),
    grainUs: fc.constantFrom(1, 1_000, 1_000_000),
    maxPageSize: fc.integer({ min: 2, max: 8 }),
    pageSize: fc.integer({ min: 2, max: 8 }),
    counts: fc.constant(false),
  }) as fc.Arbitrary<Capabilities>;
}

/** The same vendor without a single filter: everything is tested by the gateway. */
export function unable(capabilities: Capabilities): Capabilities {
  return { ...capabilities, filters: {}, timeFilter: false };
}

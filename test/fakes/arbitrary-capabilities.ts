import fc from 'fast-check';
import type { Field } from '../../src/domain/fields.ts';
import { and, type FilterExpr, leaves, type TestOp } from '../../src/domain/filter.ts';
import type { Capabilities } from '../../src/sources/adapter.ts';
import { aFilter } from './arbitrary.ts';

type Mode = 'exact' | 'wider' | null;

/** What some vendor might be able to do of just what is asked: some of it exactly, some of it too widely, some not at all. */
export function aVendorFor(where: FilterExpr): fc.Arbitrary<Capabilities> {
  const asked = leaves(where).filter((leaf) => leaf.field !== 'source');
  const modes = fc.array(fc.constantFrom<Mode>('exact', 'wider', null), {
    minLength: asked.length,
    maxLength: asked.length,
  });
  return fc
    .record({
      modes,
      negation: fc.boolean(),
      timeFilter: fc.boolean(),
      grainUs: fc.constantFrom(1, 1_000, 1_000_000),
      maxPageSize: fc.integer({ min: 2, max: 8 }),
      pageSize: fc.integer({ min: 2, max: 8 }),
      counts: fc.constant(false),
    })
    .map(({ modes: chosen, ...rest }) => {
      const filters: { [F in Field]?: { [O in TestOp]?: 'exact' | 'wider' } } = {};
      asked.forEach(({ field, test }, index) => {
        const mode = chosen[index];
        if (mode) filters[field] = { ...filters[field], [test.op]: mode };
      });
      return { ...rest, filters };
    });
}

/** A filter, most often a few conditions that must all hold, and a vendor for it. */
export function aFilterAndVendor(): fc.Arbitrary<{ readonly where: FilterExpr; readonly vendor: Capabilities }> {
  const some = fc.array(aFilter(), { maxLength: 3 }).map((parts) => and(...parts));
  return some.chain((where) => aVendorFor(where).map((vendor) => ({ where, vendor })));
}

/** The same vendor without a single filter: everything is tested by the gateway. */
export function unable(capabilities: Capabilities): Capabilities {
  return { ...capabilities, filters: {}, timeFilter: false };
}

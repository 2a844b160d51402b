import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { conjuncts, type FilterExpr, leaves } from '../../src/domain/filter.ts';
import { compileFilter } from '../../src/domain/matches.ts';
import { compare, within } from '../../src/domain/position.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { splitWindow } from '../../src/domain/split-window.ts';
import type { Capabilities } from '../../src/sources/adapter.ts';
import { divide } from '../../src/sources/divide.ts';
import { aDirection, anEvent, anInstant } from '../fakes/arbitrary.ts';
import { aFilterAndVendor } from '../fakes/arbitrary-capabilities.ts';
import { adapterOf } from '../fakes/strict-vendor.ts';

const aQuestion = () =>
  fc.record({ direction: aDirection(), after: fc.option(anEvent()), now: anInstant(), take: fc.nat(9) });

/** What a vendor lets through that applies these tests, those it has declared so too widely. */
function letsThrough(pushed: FilterExpr, { filters }: Capabilities): (event: AuditEvent) => boolean {
  const tests = conjuncts(pushed).map((part) => {
    const isWider = part.kind === 'is' && filters[part.field]?.[part.test.op] === 'wider';
    const passes = compileFilter(part);
    return (event: AuditEvent) => passes(event) || (isWider && event.id < '8');
  });
  return (event) => tests.every((passes) => passes(event));
}

test('what is pushed is never narrower; what the vendor lets through, tested by the residual and by its time, is exactly the filter', () => {
  fc.assert(
    fc.property(
      aFilterAndVendor(),
      aQuestion(),
      fc.array(anEvent(), { maxLength: 20 }),
      ({ where, vendor }, asked, events) => {
        const query = { ...asked, ...splitWindow(where) };
        const [stream] = adapterOf(vendor).streams({});
        const division = stream && divide(query, stream, { pageSize: null, rules: BUILT_IN });
        const matches = compileFilter(where);
        const isAhead = (event: AuditEvent) => !query.after || compare(event, query.after, query) > 0;
        if (!division) {
          expect(events.filter(isAhead).filter(matches)).toEqual([]);
          return;
        }
        const through = letsThrough(division.pushed, vendor);
        const residual = compileFilter(division.residual);
        for (const event of events) {
          if (matches(event)) expect(through(event)).toBe(true);
          expect(through(event) && residual(event) && within(event.occurredAt, query.window)).toBe(matches(event));
          if (matches(event) && isAhead(event)) expect(within(event.occurredAt, division.window)).toBe(true);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a negated test is never pushed where the vendor would apply it too widely, nor where it knows no negation', () => {
  fc.assert(
    fc.property(aFilterAndVendor(), aQuestion(), ({ where, vendor }, asked) => {
      const [stream] = adapterOf(vendor).streams({});
      const division =
        stream && divide({ ...asked, ...splitWindow(where) }, stream, { pageSize: null, rules: BUILT_IN });
      for (const leaf of division ? leaves(division.pushed).filter(({ negated }) => negated) : []) {
        expect(vendor.negation).toBe(true);
        expect(vendor.filters[leaf.field]?.[leaf.test.op]).toBe('exact');
      }
    }),
    { numRuns: 500 },
  );
});

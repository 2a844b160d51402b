import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../src/domain/matches.ts';
import { compare, within } from '../../src/domain/position.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { windowOf } from '../../src/federation/window-of.ts';
import { divide } from '../../src/sources/divide.ts';
import { aDirection, aFilter, anEvent, anInstant } from '../fakes/arbitrary.ts';
import { aVendor } from '../fakes/arbitrary-capabilities.ts';
import { adapterOf } from '../fakes/strict-vendor.ts';

const aQuestion = () =>
  fc.record({
    where: aFilter(),
    direction: aDirection(),
    after: fc.option(anEvent()),
    now: anInstant(),
    take: fc.nat(9),
  });

test('what is pushed is never narrower; what the vendor lets through, tested by the residual, is exactly the filter', () => {
  fc.assert(
    fc.property(aQuestion(), aVendor(), fc.array(anEvent(), { maxLength: 20 }), (question, vendor, events) => {
      const [stream] = adapterOf(vendor).streams;
      const query = { ...question, window: windowOf(question.where) };
      const division = stream && divide(query, stream, {}, { pageSize: null, rules: BUILT_IN });
      const matches = compileFilter(question.where);
      if (!division) {
        const possible = events.filter(
          (event) => !question.after || compare(event, question.after, question.direction) > 0,
        );
        expect(possible.filter(matches)).toEqual([]);
        return;
      }
      const pushed = compileFilter(division.pushed);
      const residual = compileFilter(division.residual);
      for (const event of events) {
        if (matches(event)) expect(pushed(event)).toBe(true);
        expect(pushed(event) && residual(event)).toBe(matches(event));
        const wanted = matches(event) && (!question.after || compare(event, question.after, question.direction) > 0);
        if (wanted) expect(within(event.occurredAt, division.window)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

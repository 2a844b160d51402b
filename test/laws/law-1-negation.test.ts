import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELDS, type Field } from '../../src/domain/fields.ts';
import { and, EVERYTHING, type FilterExpr, leaves, NOTHING, not, or, type TestOp } from '../../src/domain/filter.ts';
import { matches } from '../../src/domain/matches.ts';
import { A_TEST, aFilter, anEvent } from '../fakes/arbitrary.ts';

const RUNS = { numRuns: 1_000 };

/** One filter, put into each of several events: what a law says of meanings must be so for all of them. */
function sameMeaning(one: (where: FilterExpr, other: FilterExpr) => FilterExpr, another: typeof one): void {
  const events = fc.array(anEvent(), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(aFilter(), aFilter(), events, (where, other, all) => {
      const found = all.map((event) => matches(event, one(where, other)));
      expect(found).toEqual(all.map((event) => matches(event, another(where, other))));
    }),
    RUNS,
  );
}

describe('law 1: not is complement; and, or of nothing are their units', () => {
  test('an event matches a filter or its negation, never both', () => {
    fc.assert(
      fc.property(aFilter(), anEvent(), (where, event) => {
        expect(matches(event, not(where))).toBe(!matches(event, where));
      }),
      RUNS,
    );
  });

  test('and holds where all parts hold, or where one does', () => {
    fc.assert(
      fc.property(fc.array(aFilter(), { maxLength: 4 }), anEvent(), (parts, event) => {
        const each = parts.map((part) => matches(event, part));
        expect(matches(event, and(...parts))).toBe(each.every(Boolean));
        expect(matches(event, or(...parts))).toBe(each.some(Boolean));
      }),
      RUNS,
    );
  });

  test('everything matches all, nothing matches none', () => {
    fc.assert(
      fc.property(anEvent(), (event) => {
        expect([and(), EVERYTHING, not(NOTHING)].map((where) => matches(event, where))).toEqual([true, true, true]);
        expect([or(), NOTHING, not(EVERYTHING)].map((where) => matches(event, where))).toEqual([false, false, false]);
      }),
    );
  });

  test('a unit changes nothing, and the other one decides all', () => {
    sameMeaning(
      (where) => and(where, EVERYTHING),
      (where) => where,
    );
    sameMeaning(
      (where) => or(NOTHING, where),
      (where) => where,
    );
    sameMeaning(
      (where) => and(NOTHING, where),
      () => NOTHING,
    );
    sameMeaning(
      (where) => or(where, EVERYTHING),
      () => EVERYTHING,
    );
  });

  test('not of and is or of nots, and the other way round', () => {
    sameMeaning(
      (a, b) => not(and(a, b)),
      (a, b) => or(not(a), not(b)),
    );
    sameMeaning(
      (a, b) => not(or(a, b)),
      (a, b) => and(not(a), not(b)),
    );
    sameMeaning(
      (where) => not(not(where)),
      (where) => where,
    );
  });
});

describe('the filters that laws are tried on', () => {
  const sample = fc.sample(aFilter(), { numRuns: 3_000, seed: 1 });
  const asked = sample.flatMap(leaves);

  test('ask every field, and every test that there is', () => {
    const fields = new Set(asked.map((leaf) => leaf.field));
    expect((Object.keys(FIELDS) as Field[]).filter((field) => !fields.has(field))).toEqual([]);
    const ops = new Set(asked.map((leaf) => leaf.test.op));
    expect((Object.keys(A_TEST) as TestOp[]).filter((op) => !ops.has(op))).toEqual([]);
  });

  test('find something and leave something with every test', () => {
    const events = fc.sample(anEvent(), { numRuns: 100, seed: 1 });
    const outcomes = (op: TestOp) => {
      const plain = asked.filter((leaf) => leaf.test.op === op).map((leaf) => ({ ...leaf, negated: false }));
      return new Set(plain.flatMap((leaf) => events.map((event) => matches(event, leaf))));
    };
    expect((Object.keys(A_TEST) as TestOp[]).filter((op) => outcomes(op).size < 2)).toEqual([]);
  });
});

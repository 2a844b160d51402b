import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  and,
  assuming,
  conjuncts,
  EVERYTHING,
  filterPath,
  is,
  isEverything,
  isNothing,
  leaves,
  NOTHING,
  not,
  or,
} from '../../src/domain/filter.ts';
import { matches } from '../../src/domain/matches.ts';
import { aFilter, anEvent } from '../fakes/arbitrary.ts';

const A = is('action', { op: 'exists' });
const B = is('message', { op: 'exists' });
const C = is('sessionId', { op: 'exists' });

describe('a filter is built flat', () => {
  test.each([
    ['of nothing, and is everything', and(), EVERYTHING],
    ['of nothing, or is nothing', or(), NOTHING],
    ['one part is itself', and(A), A],
    ['one alternative is itself', or(A), A],
    ['everything adds nothing to and', and(A, EVERYTHING, B), { kind: 'and', all: [A, B] }],
    ['nothing adds nothing to or', or(A, NOTHING, B), { kind: 'or', any: [A, B] }],
    ['nothing takes all from and', and(A, NOTHING), NOTHING],
    ['everything takes all from or', or(A, EVERYTHING), EVERYTHING],
    ['and inside and', and(A, and(B, C)), { kind: 'and', all: [A, B, C] }],
    ['or inside or', or(or(A, B), C), { kind: 'or', any: [A, B, C] }],
    ['or inside and stays', and(A, or(B, C)), { kind: 'and', all: [A, { kind: 'or', any: [B, C] }] }],
    ['not everything is nothing', not(EVERYTHING), NOTHING],
    ['not nothing is everything', not(NOTHING), EVERYTHING],
  ])('%s', (_, built, flat) => {
    expect(built).toEqual(flat);
  });
});

test('not is pushed down to the leaves', () => {
  const notA = { ...A, negated: true };
  expect(not(A)).toEqual(notA);
  expect(not(not(A))).toEqual(A);
  expect(not(and(A, or(B, not(C))))).toEqual(or(not(A), and(not(B), C)));
});

test('only the two units are everything and nothing', () => {
  expect([EVERYTHING, NOTHING, A, and(A, B), or(A, B)].map(isEverything)).toEqual([true, false, false, false, false]);
  expect([EVERYTHING, NOTHING, A, and(A, B), or(A, B)].map(isNothing)).toEqual([false, true, false, false, false]);
});

test('what must hold whatever else does are the parts of the outermost and', () => {
  expect(conjuncts(and(A, or(B, C)))).toEqual([A, or(B, C)]);
  expect(conjuncts(or(A, B))).toEqual([or(A, B)]);
  expect(conjuncts(EVERYTHING)).toEqual([]);
});

test('leaves are all questions in it, in their order', () => {
  expect(leaves(and(A, or(not(B), C)))).toEqual([A, not(B), C]);
  expect(leaves(NOTHING)).toEqual([]);
});

test('a leaf has the path that a client wrote', () => {
  expect(filterPath(is('actor.name', { op: 'exists' }))).toBe('actor.name');
  expect(filterPath(is('source', { op: 'in', values: [], ignoreCase: false }))).toBe('sources');
  expect(filterPath(is('recordType', { op: 'exists' }))).toBe('recordType');
  expect(filterPath(is('recordType', { op: 'under', values: ['a'] }))).toBe('recordTypeUnder');
});

describe('a filter whose leaves are partly known beforehand', () => {
  test('means the same for an event of which they were known', () => {
    fc.assert(
      fc.property(aFilter(), anEvent(), fc.func(fc.boolean()), (where, event, isKnown) => {
        const left = assuming(where, (leaf) => (isKnown(leaf) ? matches(event, leaf) : undefined));
        expect(matches(event, left)).toBe(matches(event, where));
      }),
    );
  });

  test('is everything or nothing where all of them are', () => {
    fc.assert(
      fc.property(aFilter(), anEvent(), (where, event) => {
        const left = assuming(where, (leaf) => matches(event, leaf));
        expect(left).toEqual(matches(event, where) ? EVERYTHING : NOTHING);
      }),
    );
  });
});

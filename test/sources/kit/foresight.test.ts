import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent, EventCategory } from '../../../src/domain/event.ts';
import type { Field } from '../../../src/domain/fields.ts';
import { is } from '../../../src/domain/filter.ts';
import { matches } from '../../../src/domain/matches.ts';
import {
  alikeInAll,
  categoriesAre,
  type Foresight,
  foreseenBy,
  neverFilled,
  typesUnder,
} from '../../../src/sources/kit/foresight.ts';
import { anEvent } from '../../fakes/arbitrary-event.ts';
import { aLeaf } from '../../fakes/arbitrary-filter.ts';

const text = (field: Field, value: string) => is(field, { op: 'eq', value, ignoreCase: false });
const among = (field: Field, ...values: string[]) => is(field, { op: 'in', values, ignoreCase: false });
const CATEGORIES: readonly EventCategory[] = ['TASK', 'OTHER'];

/** Each kind of foresight, the field it speaks of, and any event as a vendor would give it of whom it is true. */
const KINDS: readonly (readonly [string, Foresight, Field, (event: AuditEvent) => AuditEvent])[] = [
  ['a field that is never filled', neverFilled('message'), 'message', (event) => ({ ...event, message: null })],
  [
    'a field that is alike in all',
    alikeInAll(draftOf({ operation: 'EXECUTE' }), ['operation']),
    'operation',
    (event) => ({ ...event, operation: 'EXECUTE' }),
  ],
  [
    'a few categories',
    categoriesAre(CATEGORIES),
    'category',
    (event) => ({ ...event, category: CATEGORIES[event.count % 2] ?? 'OTHER' }),
  ],
  [
    'types under a root',
    typesUnder('a'),
    'recordType',
    (event) => ({ ...event, recordType: ['a', ...(event.recordType === '' ? [] : [event.recordType])].join('.') }),
  ],
];

function draftOf(some: Partial<AuditEvent>) {
  const [event] = fc.sample(anEvent(), 1);
  if (!event) throw new Error('expected an event');
  return { ...event, ...some, nativeKey: 'one' };
}

describe.each(KINDS)('what is foreseen of %s', (_, foresee, field, asGiven) => {
  test('is so for every event', () => {
    fc.assert(
      fc.property(aLeaf(field), anEvent().map(asGiven), (leaf, event) => {
        const known = foresee(leaf);
        if (known !== undefined) expect(matches(event, leaf)).toBe(known);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is nothing of any other field', () => {
    fc.assert(
      fc.property(aLeaf('action'), (leaf) => {
        expect(foresee(leaf)).toBeUndefined();
      }),
    );
  });
});

describe('what is foreseen', () => {
  test.each([
    ['of a field without values', neverFilled('message'), text('message', 'x'), false],
    ['of no category that is met', categoriesAre(CATEGORIES), among('category', 'SYSTEM', 'API_CALL'), false],
    ['of all categories that are met', categoriesAre(CATEGORIES), among('category', 'OTHER', 'SYSTEM', 'TASK'), true],
    ['of some categories that are met', categoriesAre(CATEGORIES), among('category', 'TASK'), undefined],
    ['of a type elsewhere', typesUnder('a'), text('recordType', 'ab.c'), false],
    ['of a type below', typesUnder('a'), text('recordType', 'a.b'), undefined],
    ['of the root', typesUnder('a'), is('recordType', { op: 'under', values: ['x', 'a'] }), true],
    ['of an example', alikeInAll(draftOf({ category: 'TASK' }), ['category']), among('category', 'TASK'), true],
  ])('%s', (_, foresee, leaf, expected) => {
    expect(foresee(leaf)).toBe(expected);
    const negated = expected === undefined ? undefined : !expected;
    expect(foresee({ ...leaf, negated: true })).toBe(negated);
  });

  test('by several is what the first one knows', () => {
    const both = foreseenBy(neverFilled('message'), categoriesAre(CATEGORIES));
    expect(both(text('message', 'x'))).toBe(false);
    expect(both(among('category', 'TASK', 'OTHER'))).toBe(true);
    expect(both(text('action', 'x'))).toBeUndefined();
  });

  test('needs an example with a time', () => {
    expect(() => alikeInAll(null, ['operation'])).toThrow('expected an example that has a time');
  });
});

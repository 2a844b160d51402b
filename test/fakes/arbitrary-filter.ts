import fc from 'fast-check';
import { CATEGORIES, OPERATIONS, OUTCOMES } from '../../src/domain/event.ts';
import { FIELDS, type Field, type FieldType } from '../../src/domain/fields.ts';
import { and, type FilterExpr, type Is, is, not, or, type Test, type TestOp } from '../../src/domain/filter.ts';
import { aJson, anInstant, aText } from './arbitrary-event.ts';
import { BLOCKS, NUMBERS, PATTERNS, POINTERS, RECORD_TYPES, SOURCES } from './samples.ts';

type ATest = fc.Arbitrary<Test>;

const anAskedText = (): fc.Arbitrary<string> => fc.oneof({ weight: 6, arbitrary: aText() }, fc.constant(''));
const listOf = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(values, { maxLength: 3 });
/** More than a store says one by one, of which `values` are some. */
const wideListOf = <Value>(values: fc.Arbitrary<Value>, others: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc
    .tuple(listOf(values), fc.array(others, { minLength: 10, maxLength: 20 }))
    .map(([some, more]) => [...some, ...more]);
const aSmallBlock = fc.tuple(fc.nat(255), fc.constantFrom(28, 31, 32)).map(([low, bits]) => `192.0.2.${low}/${bits}`);
const aDottedType = fc
  .array(fc.constantFrom('a', 'b', 'a-b', '\u{10400}', '\uff5e'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('.'));
const oneOrNone = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { freq: 3 });

function compared<Op extends 'eq' | 'contains' | 'startsWith' | 'endsWith'>(op: Op, value = anAskedText()): ATest {
  return fc.record({ op: fc.constant(op), value, ignoreCase: fc.boolean() });
}

function among(values = anAskedText()): ATest {
  return fc.record({ op: fc.constant('in'), values: listOf(values), ignoreCase: fc.boolean() });
}

/** Every test there is, with arguments that often find something. */
export const A_TEST: Readonly<Record<TestOp, ATest>> = {
  eq: compared('eq'),
  contains: compared('contains'),
  startsWith: compared('startsWith'),
  endsWith: compared('endsWith'),
  in: among(),
  matches: fc.record({ op: fc.constant('matches'), pattern: fc.constantFrom(...PATTERNS), ignoreCase: fc.boolean() }),
  exists: fc.constant<Test>({ op: 'exists' }),
  under: fc.record({
    op: fc.constant('under'),
    values: fc.oneof(
      listOf(fc.constantFrom(...RECORD_TYPES)),
      wideListOf(fc.constantFrom(...RECORD_TYPES), aDottedType),
    ),
  }),
  inBlock: fc.record({
    op: fc.constant('inBlock'),
    blocks: fc.oneof(listOf(fc.constantFrom(...BLOCKS)), wideListOf(fc.constantFrom(...BLOCKS), aSmallBlock)),
  }),
  range: fc.record({
    op: fc.constant('range'),
    min: oneOrNone(fc.constantFrom(...NUMBERS)),
    max: oneOrNone(fc.constantFrom(...NUMBERS)),
  }),
  during: fc.record({ op: fc.constant('during'), from: oneOrNone(anInstant()), until: oneOrNone(anInstant()) }),
  pointerExists: fc.record({ op: fc.constant('pointerExists'), pointer: fc.constantFrom(...POINTERS) }),
  pointerEquals: fc.record({ op: fc.constant('pointerEquals'), pointer: fc.constantFrom(...POINTERS), value: aJson() }),
  pointerContains: fc.record({
    op: fc.constant('pointerContains'),
    pointer: fc.constantFrom(...POINTERS),
    value: anAskedText(),
  }),
  words: fc.record({
    op: fc.constant('words'),
    words: listOf(fc.constantFrom('a', 'B', 'ab', 'K', '10', '10.1', 'ς')),
  }),
};

const TEXT_TESTS: readonly TestOp[] = ['eq', 'contains', 'startsWith', 'endsWith', 'in', 'matches', 'exists'];

const TESTS_OF_TYPE: Readonly<Record<FieldType, readonly ATest[]>> = {
  text: TEXT_TESTS.map((op) => A_TEST[op]),
  number: [A_TEST.range, A_TEST.exists],
  instant: [A_TEST.during],
  json: [A_TEST.pointerExists, A_TEST.pointerEquals, A_TEST.pointerContains],
  words: [A_TEST.words],
};

function named(values: readonly string[]): readonly ATest[] {
  const value = fc.constantFrom(...values);
  return [compared('eq', value), among(value)];
}

/** Fields that the API asks in another way than their type says. */
const TESTS_OF_FIELD: { readonly [F in Field]?: readonly ATest[] } = {
  source: named(SOURCES),
  operation: named(OPERATIONS),
  category: named(CATEGORIES),
  outcome: named(OUTCOMES),
  recordType: [...TESTS_OF_TYPE.text, A_TEST.under, A_TEST.under, ...named(RECORD_TYPES)],
  'client.ip': [A_TEST.inBlock],
};

/** A question about one field, of all those that the field can be asked. */
export function aLeaf(field: Field): fc.Arbitrary<Is> {
  const tests = TESTS_OF_FIELD[field] ?? TESTS_OF_TYPE[FIELDS[field].type];
  return fc.tuple(fc.oneof(...tests), fc.boolean()).map(([test, negated]) => is(field, test, negated));
}

/** A filter over any fields, nested up to four levels, as `and`, `or` and `not` build it. */
export function aFilter(): fc.Arbitrary<FilterExpr> {
  const leaf = fc.oneof(...(Object.keys(FIELDS) as Field[]).map(aLeaf));
  return fc.letrec<{ filter: FilterExpr }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: fc.array(tie('filter'), { maxLength: 3 }).map((parts) => and(...parts)) },
      { weight: 1, arbitrary: fc.array(tie('filter'), { maxLength: 3 }).map((parts) => or(...parts)) },
      { weight: 1, arbitrary: tie('filter').map(not) },
    ),
  })).filter;
}

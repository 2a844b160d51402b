import { parseBlock } from './address.ts';
import { type AddressRange, isInRanges, rangesOf } from './address-ranges.ts';
import type { AuditEvent } from './event.ts';
import { FIELDS } from './fields.ts';
import type { FilterExpr, Is, Test, TestOp } from './filter.ts';
import type { Json } from './json.ts';
import { equalJson, type Found, follow, parsePointer } from './json-pointer.ts';
import { compilePattern } from './pattern.ts';
import { compares, isOneOf, isUnder, type TextTest } from './text-tests.ts';
import { asksWords } from './words.ts';

export type Predicate = (event: AuditEvent) => boolean;

/**
 * The one meaning of a filter. Throws a `PatternError` for a pattern that is none; addresses and pointers that are none
 * are a programmer's error: whoever builds a filter has checked them.
 */
export function matches(event: AuditEvent, where: FilterExpr): boolean {
  return compileFilter(where)(event);
}

const compiled = new WeakMap<FilterExpr, Predicate>();

/** `matches` for many events: an expression, and each part of it, is compiled once, for as long as it is held by anyone. */
export function compileFilter(where: FilterExpr): Predicate {
  const known = compiled.get(where);
  if (known) return known;
  const predicate = compile(where);
  compiled.set(where, predicate);
  return predicate;
}

function compile(where: FilterExpr): Predicate {
  switch (where.kind) {
    case 'and': {
      const all = where.all.map(compileFilter);
      return (event) => all.every((holds) => holds(event));
    }
    case 'or': {
      const any = where.any.map(compileFilter);
      return (event) => any.some((holds) => holds(event));
    }
    case 'is':
      return compileLeaf(where);
  }
}

function compileLeaf({ field, test, negated }: Is): Predicate {
  const { read } = FIELDS[field];
  const passes = compileTest(test);
  return (event) => passes(read(event), event) !== negated;
}

/** Whether some value of a field passes; `words` alone asks the whole event. */
type FieldTest = (values: readonly Json[], event: AuditEvent) => boolean;

const someText =
  (test: TextTest): FieldTest =>
  (values) =>
    values.some((value) => typeof value === 'string' && test(value));

const someNumber =
  (test: (value: number) => boolean): FieldTest =>
  (values) =>
    values.some((value) => typeof value === 'number' && test(value));

type TestOf<Op extends TestOp> = Test extends infer Each
  ? Each extends { readonly op: TestOp }
    ? Op extends Each['op']
      ? Each
      : never
    : never
  : never;

const TESTS: { readonly [Op in TestOp]: (test: TestOf<Op>) => FieldTest } = {
  eq: ({ value, ignoreCase }) => someText(compares('eq', value, ignoreCase)),
  contains: ({ value, ignoreCase }) => someText(compares('contains', value, ignoreCase)),
  startsWith: ({ value, ignoreCase }) => someText(compares('startsWith', value, ignoreCase)),
  endsWith: ({ value, ignoreCase }) => someText(compares('endsWith', value, ignoreCase)),
  in: ({ values, ignoreCase }) => someText(isOneOf(values, ignoreCase)),
  matches: ({ pattern, ignoreCase }) => someText(compilePattern(pattern, ignoreCase)),
  exists: () => (values) => values.length > 0,
  under: ({ values }) => someText(isUnder(values)),
  inBlock: ({ blocks }) => someText(isInRanges(addressesOf(blocks))),
  range: ({ min, max }) => someNumber((value) => value >= (min ?? -Infinity) && value <= (max ?? Infinity)),
  during: ({ from, until }) => someNumber((at) => at >= (from ?? -Infinity) && at < (until ?? Infinity)),
  pointerExists: ({ pointer }) => someFound(pointer, (found) => found.found),
  pointerEquals: ({ pointer, value }) => someFound(pointer, (found) => found.found && equalJson(found.value, value)),
  pointerContains: ({ pointer, value }) =>
    someFound(pointer, (found) => found.found && typeof found.value === 'string' && found.value.includes(value)),
  words: ({ words }) => {
    const asks = asksWords(words);
    return (_, event) => asks(event);
  },
};

function compileTest(test: Test): FieldTest {
  return (TESTS[test.op] as (test: Test) => FieldTest)(test);
}

function addressesOf(blocks: readonly string[]): readonly AddressRange[] {
  const ranges = rangesOf(blocks);
  if (ranges === null)
    throw new TypeError(
      `filter: expected an address or a CIDR block, but got ${JSON.stringify(blocks.find((block) => parseBlock(block) === null))}`,
    );
  return ranges;
}

function someFound(pointer: string, test: (found: Found) => boolean): FieldTest {
  const tokens = parsePointer(pointer);
  if (tokens === null) throw new TypeError(`filter: expected a JSON pointer, but got ${JSON.stringify(pointer)}`);
  return (values) => values.some((value) => test(follow(value, tokens)));
}

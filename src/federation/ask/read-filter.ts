import { parseBlock } from '../../domain/address.ts';
import { rangesOf } from '../../domain/address-ranges.ts';
import type { SourceKey, SourceKind } from '../../domain/event.ts';
import {
  type AskedAs,
  EVENT_FIELDS,
  EVENT_PATHS,
  type EventPath,
  PART_NAMES,
  type PartName,
} from '../../domain/event-fields.ts';
import { type Field, isField } from '../../domain/fields.ts';
import { and, EVERYTHING, type FilterExpr, is, leaves, NOTHING, not, or, type Test } from '../../domain/filter.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import type { Instant } from '../../domain/instant.ts';
import { parsePointer } from '../../domain/json-pointer.ts';
import { compilePattern } from '../../domain/pattern.ts';
import { parseTimePoint, resolve } from '../../domain/time-expression.ts';
import { wordsOf } from '../../domain/words.ts';
import { checkFilterSize, MAX_CONDITIONS, MAX_TEXT_LENGTH, MAX_WORDS } from './filter-bounds.ts';
import type {
  AskedName,
  FilterInput,
  JsonFilterInput,
  NumberRangeInput,
  StringFilterInput,
  TimePointInput,
  TimeRangeInput,
} from './filter-input.ts';

export interface FilterSurroundings {
  /** The one "now" of a walk. */
  readonly now: Instant;
  readonly sources: readonly { readonly key: SourceKey; readonly kind: SourceKind }[];
}

/** The API's filter as the tree that has one meaning. Throws `InputError` naming the argument, such as `filter.actor.name.matches`. */
export function readFilter(filter: FilterInput, around: FilterSurroundings): FilterExpr {
  checkFilterSize(filter, 'filter');
  const where = read(filter, 'filter', around);
  const conditions = leaves(where).length;
  if (conditions > MAX_CONDITIONS) {
    throw new InputError('filter', `at most ${MAX_CONDITIONS} conditions`, `${conditions}`);
  }
  return where;
}

type Reader<Name extends keyof FilterInput> = (
  value: NonNullable<FilterInput[Name]>,
  path: string,
  around: FilterSurroundings,
) => FilterExpr;

type Read = (given: never, path: string, around: FilterSurroundings) => FilterExpr;

/** How a field is read that is asked in this way. */
const ASKED: Readonly<Record<AskedAs, (field: Field) => Read>> = {
  text: (field) => (given: StringFilterInput, path) => readText(field, given, path),
  names: (field) => (names: readonly string[]) => among(field, names),
  blocks: (field) => (blocks: readonly string[], path) => readBlocks(field, blocks, path),
  range: (field) => (range: NumberRangeInput) => readRange(field, range),
  during: (field) => (range: TimeRangeInput, path, around) => readTime(field, range, path, around),
  pointers: (field) => (tests: readonly JsonFilterInput[], path) =>
    and(...tests.map((each, index) => readJson(field, each, `${path}[${index}]`))),
};

/** How each member of the filter is read that is no field of an event by itself. */
const OTHERS: { readonly [Name in Exclude<keyof FilterInput, AskedName | PartName>]-?: Reader<Name> } = {
  and: (parts, path, around) => and(...parts.map((part, index) => read(part, `${path}[${index}]`, around))),
  or: (parts, path, around) => or(...parts.map((part, index) => read(part, `${path}[${index}]`, around))),
  not: (part, path, around) => not(read(part, path, around)),
  sources: (keys, path, around) =>
    among(
      'source',
      keys.map((key) => known(key, path, around)),
    ),
  sourceKinds: (kinds, _path, { sources }) =>
    among(
      'source',
      sources.filter(({ kind }) => kinds.includes(kind)).map(({ key }) => key),
    ),
  recordTypeUnder: (values) => (values.length === 0 ? NOTHING : is('recordType', { op: 'under', values })),
  changedPath: (given, path) => readText('changedPath', given, path),
  text: readWords,
};

/** By names of the filter, and of the members of its parts: `action`, `actor`, `actor.name`. */
const READERS: Readonly<Record<string, Read>> = {
  ...Object.fromEntries(EVENT_PATHS.map((path) => [path, askedOf(path)])),
  ...Object.fromEntries(PART_NAMES.map((part) => [part, membersOf(part)])),
  ...OTHERS,
};

function askedOf(path: EventPath): Read {
  const { asked } = EVENT_FIELDS[path];
  return asked !== null && isField(path) ? ASKED[asked](path) : () => EVERYTHING;
}

function membersOf(part: PartName): Read {
  return (members: object, path, around) =>
    and(
      ...Object.entries(members).map(([name, given]) =>
        readMember(`${part}.${name}`, given, `${path}.${name}`, around),
      ),
    );
}

function read(filter: FilterInput, path: string, around: FilterSurroundings): FilterExpr {
  return and(...Object.entries(filter).map(([name, given]) => readMember(name, given, `${path}.${name}`, around)));
}

function readMember(name: string, given: unknown, path: string, around: FilterSurroundings): FilterExpr {
  if (given === null || given === undefined) return EVERYTHING;
  const reader = READERS[name];
  if (!reader) throw new InputError(path, 'a member of AuditEventFilter', name);
  return reader(given as never, path, around);
}

function among(field: Field, values: readonly string[]): FilterExpr {
  return values.length === 0 ? NOTHING : is(field, { op: 'in', values, ignoreCase: false });
}

function known(key: string, path: string, { sources }: FilterSurroundings): SourceKey {
  const found = sources.find((source) => source.key === key);
  if (found) return found.key;
  throw new InputError(path, `source keys among ${sources.map((source) => source.key).join(', ')}`, shown(key));
}

function readTime(field: Field, { from, to }: TimeRangeInput, path: string, { now }: FilterSurroundings): FilterExpr {
  const begin = readPoint(from, `${path}.from`, now);
  const end = readPoint(to, `${path}.to`, now);
  if (begin === null && end === null) return EVERYTHING;
  if (begin !== null && end !== null && begin > end) {
    throw new InputError(path, '`from` at or before `to`', `from ${shown(from)} after to ${shown(to)}`);
  }
  if (begin !== null && begin === end) return NOTHING;
  return is(field, { op: 'during', from: begin, until: end });
}

export function readPoint(given: TimePointInput | null | undefined, path: string, now: Instant): Instant | null {
  if (given === null || given === undefined) return null;
  const expression = parseTimePoint(given);
  if (expression) return resolve(expression, now);
  throw new InputError(path, 'epoch milliseconds, RFC 3339 or a time relative to now such as now-1d/d', shown(given));
}

function readRange(field: Field, { min = null, max = null }: NumberRangeInput): FilterExpr {
  return min === null && max === null ? EVERYTHING : is(field, { op: 'range', min, max });
}

function readWords(text: string, path: string): FilterExpr {
  if (text.length > MAX_TEXT_LENGTH)
    throw new InputError(path, `at most ${MAX_TEXT_LENGTH} characters`, `${text.length}`);
  const words = [...new Set(wordsOf(text))];
  if (words.length > MAX_WORDS) throw new InputError(path, `at most ${MAX_WORDS} words`, `${words.length}`);
  return words.length === 0 ? EVERYTHING : is('text', { op: 'words', words });
}

function readText(field: Field, given: StringFilterInput, path: string): FilterExpr {
  const ignoreCase = given.ignoreCase ?? false;
  const one = (op: 'eq' | 'contains' | 'startsWith' | 'endsWith', value: string | null | undefined) =>
    value === null || value === undefined ? EVERYTHING : is(field, { op, value, ignoreCase });
  const some = (values: readonly string[] | null | undefined) =>
    values ? (values.length === 0 ? NOTHING : is(field, { op: 'in', values, ignoreCase })) : null;
  const pattern = (name: 'matches' | 'notMatches') => {
    const value = given[name];
    if (value === null || value === undefined) return null;
    checkPattern(value, ignoreCase, `${path}.${name}`);
    return is(field, { op: 'matches', pattern: value, ignoreCase });
  };
  return and(
    one('eq', given.eq),
    negated(given.ne === null || given.ne === undefined ? null : one('eq', given.ne)),
    some(given.in) ?? EVERYTHING,
    negated(some(given.notIn)),
    one('contains', given.contains),
    one('startsWith', given.startsWith),
    one('endsWith', given.endsWith),
    pattern('matches') ?? EVERYTHING,
    negated(pattern('notMatches')),
    given.exists === null || given.exists === undefined ? EVERYTHING : is(field, { op: 'exists' }, !given.exists),
  );
}

function negated(part: FilterExpr | null): FilterExpr {
  return part === null ? EVERYTHING : not(part);
}

function checkPattern(pattern: string, ignoreCase: boolean, path: string): void {
  try {
    compilePattern(pattern, ignoreCase);
  } catch (error) {
    throw new InputError(path, 'an RE2 expression', `${shown(pattern)} (${(error as Error).message})`);
  }
}

function readBlocks(field: Field, blocks: readonly string[], path: string): FilterExpr {
  if (rangesOf(blocks) === null) {
    throw new InputError(
      path,
      'IP addresses or CIDR blocks',
      shown(blocks.find((block) => parseBlock(block) === null)),
    );
  }
  return blocks.length === 0 ? NOTHING : is(field, { op: 'inBlock', blocks });
}

function readJson(field: Field, given: JsonFilterInput, path: string): FilterExpr {
  const pointer = given.path;
  if (parsePointer(pointer) === null) {
    throw new InputError(`${path}.path`, 'an RFC 6901 JSON pointer such as /user/name', shown(pointer));
  }
  const test = (what: Test) => is(field, what);
  return and(
    given.equals === undefined ? EVERYTHING : test({ op: 'pointerEquals', pointer, value: given.equals }),
    (given.contains ?? null) === null
      ? EVERYTHING
      : test({ op: 'pointerContains', pointer, value: given.contains as string }),
    (given.exists ?? null) === null ? EVERYTHING : is(field, { op: 'pointerExists', pointer }, !given.exists),
  );
}

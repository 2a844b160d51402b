import { parseBlock } from '../../domain/address.ts';
import { rangesOf } from '../../domain/address-ranges.ts';
import type { SourceKey, SourceKind } from '../../domain/event.ts';
import type { Field } from '../../domain/fields.ts';
import { and, EVERYTHING, type FilterExpr, is, leaves, NOTHING, not, or, type Test } from '../../domain/filter.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import type { Instant } from '../../domain/instant.ts';
import { parsePointer } from '../../domain/json-pointer.ts';
import { compilePattern } from '../../domain/pattern.ts';
import { parseTimePoint, resolve } from '../../domain/time-expression.ts';
import { wordsOf } from '../../domain/words.ts';
import { checkFilterSize, MAX_CONDITIONS, MAX_TEXT_LENGTH, MAX_WORDS } from './filter-bounds.ts';
import type { FilterInput, JsonFilterInput, StringFilterInput, TimePointInput } from './filter-input.ts';

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

const texts =
  (field: Field) =>
  (given: StringFilterInput, path: string): FilterExpr =>
    readText(field, given, path);

const oneOf =
  (field: Field) =>
  (values: readonly string[]): FilterExpr =>
    among(field, values);

/** How each member of the filter is read. */
const READERS: { readonly [Name in keyof Required<FilterInput>]: Reader<Name> } = {
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
  occurredAt: readTime,
  action: texts('action'),
  recordType: texts('recordType'),
  recordTypeUnder: (values) => (values.length === 0 ? NOTHING : is('recordType', { op: 'under', values })),
  operation: oneOf('operation'),
  category: oneOf('category'),
  outcome: oneOf('outcome'),
  actor: ({ uid, name, type }, path) => readParts({ 'actor.uid': uid, 'actor.name': name, 'actor.type': type }, path),
  target: ({ uid, name, type }, path) =>
    readParts({ 'target.uid': uid, 'target.name': name, 'target.type': type }, path),
  client: ({ ip, userAgent, origin }, path) =>
    and(
      ip === null || ip === undefined ? EVERYTHING : readBlocks(ip, `${path}.ip`),
      readParts({ 'client.userAgent': userAgent, 'client.origin': origin }, path),
    ),
  sessionId: texts('sessionId'),
  requestId: texts('requestId'),
  message: texts('message'),
  durationMs: ({ min, max }) =>
    (min ?? null) === null && (max ?? null) === null
      ? EVERYTHING
      : is('durationMs', { op: 'range', min: min ?? null, max: max ?? null }),
  changedPath: texts('changedPath'),
  raw: (parts, path) => and(...parts.map((part, index) => readJson(part, `${path}[${index}]`))),
  text: (text, path) => {
    if (text.length > MAX_TEXT_LENGTH)
      throw new InputError(path, `at most ${MAX_TEXT_LENGTH} characters`, `${text.length}`);
    const words = [...new Set(wordsOf(text))];
    if (words.length > MAX_WORDS) throw new InputError(path, `at most ${MAX_WORDS} words`, `${words.length}`);
    return words.length === 0 ? EVERYTHING : is('text', { op: 'words', words });
  },
};

function read(filter: FilterInput, path: string, around: FilterSurroundings): FilterExpr {
  const names = Object.keys(filter) as (keyof FilterInput)[];
  return and(...names.map((name) => readMember(name, filter, path, around)));
}

function readMember<Name extends keyof FilterInput>(
  name: Name,
  filter: FilterInput,
  path: string,
  around: FilterSurroundings,
): FilterExpr {
  const value = filter[name];
  if (value === null || value === undefined) return EVERYTHING;
  return (READERS[name] as Reader<Name>)(value, `${path}.${name}`, around);
}

function among(field: Field, values: readonly string[]): FilterExpr {
  return values.length === 0 ? NOTHING : is(field, { op: 'in', values, ignoreCase: false });
}

function known(key: string, path: string, { sources }: FilterSurroundings): SourceKey {
  const found = sources.find((source) => source.key === key);
  if (found) return found.key;
  throw new InputError(path, `source keys among ${sources.map((source) => source.key).join(', ')}`, shown(key));
}

function readTime(
  { from, to }: NonNullable<FilterInput['occurredAt']>,
  path: string,
  { now }: FilterSurroundings,
): FilterExpr {
  const begin = readPoint(from, `${path}.from`, now);
  const end = readPoint(to, `${path}.to`, now);
  if (begin === null && end === null) return EVERYTHING;
  if (begin !== null && end !== null && begin > end) {
    throw new InputError(path, '`from` at or before `to`', `from ${shown(from)} after to ${shown(to)}`);
  }
  if (begin !== null && begin === end) return NOTHING;
  return is('occurredAt', { op: 'during', from: begin, until: end });
}

export function readPoint(given: TimePointInput | null | undefined, path: string, now: Instant): Instant | null {
  if (given === null || given === undefined) return null;
  const expression = parseTimePoint(given);
  if (expression) return resolve(expression, now);
  throw new InputError(path, 'epoch milliseconds, RFC 3339 or a time relative to now such as now-1d/d', shown(given));
}

function readParts(parts: { readonly [F in Field]?: StringFilterInput | null | undefined }, path: string): FilterExpr {
  return and(
    ...(Object.entries(parts) as [Field, StringFilterInput | null | undefined][]).map(([field, given]) =>
      given ? readText(field, given, `${path}.${field.slice(field.indexOf('.') + 1)}`) : EVERYTHING,
    ),
  );
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

function readBlocks(blocks: readonly string[], path: string): FilterExpr {
  if (rangesOf(blocks) === null) {
    throw new InputError(
      path,
      'IP addresses or CIDR blocks',
      shown(blocks.find((block) => parseBlock(block) === null)),
    );
  }
  return blocks.length === 0 ? NOTHING : is('client.ip', { op: 'inBlock', blocks });
}

function readJson(given: JsonFilterInput, path: string): FilterExpr {
  const pointer = given.path;
  if (parsePointer(pointer) === null) {
    throw new InputError(`${path}.path`, 'an RFC 6901 JSON pointer such as /user/name', shown(pointer));
  }
  const test = (what: Test) => is('raw', what);
  return and(
    given.equals === undefined ? EVERYTHING : test({ op: 'pointerEquals', pointer, value: given.equals }),
    (given.contains ?? null) === null
      ? EVERYTHING
      : test({ op: 'pointerContains', pointer, value: given.contains as string }),
    (given.exists ?? null) === null ? EVERYTHING : is('raw', { op: 'pointerExists', pointer }, !given.exists),
  );
}

import { isWellFormed } from '../../domain/text.ts';
import type { Conditions } from './condition.ts';
import { join, type Sql, sql } from './sql.ts';

interface Asked {
  readonly value: string;
  readonly ignoreCase: boolean;
}

const NEVER = sql`FALSE`;

/**
 * Of texts, where an empty one is an absent one. SQL does not fold case as Unicode does, nor match as RE2 does, and
 * cannot be sent every value. Whatever is there begins, ends and goes on with nothing; none that is there equals it.
 */
export const TEXT_CONDITIONS: Conditions = {
  exists: (value) => exists(value),
  eq: plain((value, asked) => (asked === '' ? NEVER : sql`${value} = ${asked}`)),
  contains: plain((value, asked) => (asked === '' ? exists(value) : sql`strpos(${value}, ${asked}) > 0`)),
  startsWith: plain((value, asked) => (asked === '' ? exists(value) : sql`starts_with(${value}, ${asked})`)),
  endsWith: plain((value, asked) =>
    asked === '' ? exists(value) : sql`right(${value}, ${[...asked].length}::int) = ${asked}`,
  ),
  in: (value, { values, ignoreCase }) => (ignoreCase || !values.every(isWellFormed) ? null : isOneOf(value, values)),
  under: (value, { values }, few) =>
    values.every(isWellFormed) && isSayable(values, few) ? isUnder(value, values, few) : null,
};

function plain(say: (value: Sql, asked: string) => Sql) {
  return (value: Sql, { value: asked, ignoreCase }: Asked) =>
    ignoreCase || !isWellFormed(asked) ? null : say(value, asked);
}

function exists(value: Sql): Sql {
  return sql`${value} <> ''`;
}

/** Whether it is one of these texts, none of which is empty; one is said in other words than several. */
export function isAmong(value: Sql, texts: readonly string[]): Sql {
  const [only] = texts;
  return texts.length === 1 && only !== undefined
    ? sql`${value} = ${only}`
    : sql`${value} = ANY(${[...texts]}::text[])`;
}

export function isOneOf(value: Sql, asked: readonly string[]): Sql {
  const present = asked.filter((text) => text !== '');
  if (present.length === 0) return NEVER;
  return isAmong(value, present);
}

/** Where nothing of a list is said one by one, nor are the rows' own parts looked up: it would be done for each of many leaves. */
export function isSayable(values: readonly string[], few: number): boolean {
  return few > 0 || values.length <= 1;
}

/** Texts compare bytewise, and `/` comes right after `.`: so subtypes are a range, which an index has in a row. */
export function isUnder(value: Sql, types: readonly string[], few: number): Sql {
  if (types.length === 0) return NEVER;
  return sql`(${isOneOf(value, types)} OR ${types.length > Math.max(few, 1) ? isBelowSome(value, types) : isBelow(value, types)})`;
}

function isBelow(value: Sql, types: readonly string[]): Sql {
  const subtypes = types.map((type) => sql`(${value} >= ${`${type}.`} AND ${value} < ${`${type}/`})`);
  return sql`${join(subtypes, ' OR ')}`;
}

/** Of many types, what stands before each dot of the value is looked up. */
function isBelowSome(value: Sql, types: readonly string[]): Sql {
  const parts = sql`string_to_array(${value}, '.')`;
  return sql`EXISTS (SELECT FROM generate_series(1, cardinality(${parts}) - 1) AS dot
    WHERE array_to_string((${parts})[:dot], '.') = ANY(${[...types]}::text[]))`;
}

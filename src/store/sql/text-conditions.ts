import { isWellFormed } from '../../domain/text.ts';
import { Prisma } from '../generated/client.ts';
import type { Conditions } from './condition.ts';

interface Asked {
  readonly value: string;
  readonly ignoreCase: boolean;
}

const NEVER = Prisma.sql`FALSE`;

/**
 * Of texts, where an empty one is an absent one. SQL does not fold case as Unicode does, nor match as RE2 does, and
 * cannot be sent every value. Whatever is there begins, ends and goes on with nothing; none that is there equals it.
 */
export const TEXT_CONDITIONS: Conditions = {
  exists: (value) => exists(value),
  eq: plain((value, asked) => (asked === '' ? NEVER : Prisma.sql`${value} = ${asked}`)),
  contains: plain((value, asked) => (asked === '' ? exists(value) : Prisma.sql`strpos(${value}, ${asked}) > 0`)),
  startsWith: plain((value, asked) => (asked === '' ? exists(value) : Prisma.sql`starts_with(${value}, ${asked})`)),
  endsWith: plain((value, asked) =>
    asked === '' ? exists(value) : Prisma.sql`right(${value}, ${[...asked].length}::int) = ${asked}`,
  ),
  in: (value, { values, ignoreCase }) => (ignoreCase || !values.every(isWellFormed) ? null : isOneOf(value, values)),
  under: (value, { values }, few) =>
    values.every(isWellFormed) && isSayable(values, few) ? isUnder(value, values, few) : null,
};

function plain(say: (value: Prisma.Sql, asked: string) => Prisma.Sql) {
  return (value: Prisma.Sql, { value: asked, ignoreCase }: Asked) =>
    ignoreCase || !isWellFormed(asked) ? null : say(value, asked);
}

function exists(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${value} <> ''`;
}

/** Whether it is one of these texts, none of which is empty; one is said in other words than several. */
export function isAmong(value: Prisma.Sql, texts: readonly string[]): Prisma.Sql {
  return texts.length === 1 ? Prisma.sql`${value} = ${texts[0]}` : Prisma.sql`${value} = ANY(${[...texts]}::text[])`;
}

export function isOneOf(value: Prisma.Sql, asked: readonly string[]): Prisma.Sql {
  const present = asked.filter((text) => text !== '');
  if (present.length === 0) return NEVER;
  return isAmong(value, present);
}

/** Where nothing of a list is said one by one, nor are the rows' own parts looked up: it would be done for each of many leaves. */
export function isSayable(values: readonly string[], few: number): boolean {
  return few > 0 || values.length <= 1;
}

/** Texts compare bytewise, and `/` comes right after `.`: so subtypes are a range, which an index has in a row. */
export function isUnder(value: Prisma.Sql, types: readonly string[], few: number): Prisma.Sql {
  if (types.length === 0) return NEVER;
  return Prisma.sql`(${isOneOf(value, types)} OR ${types.length > Math.max(few, 1) ? isBelowSome(value, types) : isBelow(value, types)})`;
}

function isBelow(value: Prisma.Sql, types: readonly string[]): Prisma.Sql {
  const subtypes = types.map((type) => Prisma.sql`(${value} >= ${`${type}.`} AND ${value} < ${`${type}/`})`);
  return Prisma.sql`${Prisma.join(subtypes, ' OR ')}`;
}

/** Of many types, what stands before each dot of the value is looked up. */
function isBelowSome(value: Prisma.Sql, types: readonly string[]): Prisma.Sql {
  const parts = Prisma.sql`string_to_array(${value}, '.')`;
  return Prisma.sql`EXISTS (SELECT FROM generate_series(1, cardinality(${parts}) - 1) AS dot
    WHERE array_to_string((${parts})[:dot], '.') = ANY(${[...types]}::text[]))`;
}

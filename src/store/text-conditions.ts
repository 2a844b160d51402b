import { isWellFormed } from '../domain/text.ts';
import type { Conditions } from './condition.ts';
import { Prisma } from './generated/client.ts';

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
  under: (value, { values }) => (values.every(isWellFormed) ? isUnder(value, values) : null),
};

function plain(say: (value: Prisma.Sql, asked: string) => Prisma.Sql) {
  return (value: Prisma.Sql, { value: asked, ignoreCase }: Asked) =>
    ignoreCase || !isWellFormed(asked) ? null : say(value, asked);
}

function exists(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${value} <> ''`;
}

function isOneOf(value: Prisma.Sql, asked: readonly string[]): Prisma.Sql {
  const present = asked.filter((text) => text !== '');
  if (present.length === 0) return NEVER;
  return present.length === 1 ? Prisma.sql`${value} = ${present[0]}` : Prisma.sql`${value} = ANY(${present}::text[])`;
}

/** Texts compare bytewise, and `/` comes right after `.`: so subtypes are a range, which an index has in a row. */
function isUnder(value: Prisma.Sql, types: readonly string[]): Prisma.Sql {
  const subtypes = types.map((type) => Prisma.sql`(${value} >= ${`${type}.`} AND ${value} < ${`${type}/`})`);
  return Prisma.sql`(${Prisma.join([isOneOf(value, types), ...subtypes], ' OR ')})`;
}

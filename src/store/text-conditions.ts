import { isWellFormed } from '../domain/text.ts';
import { isUnder as isTypeUnder } from '../domain/text-tests.ts';
import type { Conditions } from './condition.ts';
import { Prisma } from './generated/client.ts';
import { isInSome } from './sorted-ranges.ts';

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

/** Whether it is one of these texts, none of which is empty; one is said in other words than several. */
export function isAmong(value: Prisma.Sql, texts: readonly string[]): Prisma.Sql {
  return texts.length === 1 ? Prisma.sql`${value} = ${texts[0]}` : Prisma.sql`${value} = ANY(${[...texts]}::text[])`;
}

export function isOneOf(value: Prisma.Sql, asked: readonly string[]): Prisma.Sql {
  const present = asked.filter((text) => text !== '');
  if (present.length === 0) return NEVER;
  return isAmong(value, present);
}

/** Texts compare bytewise, and `/` comes right after `.`: so subtypes are a range, which an index has in a row. */
export function isUnder(value: Prisma.Sql, types: readonly string[]): Prisma.Sql {
  const ranges = widest(types).map((type) => ({ first: `${type}.`, last: `${type}/` }));
  return Prisma.sql`(${isOneOf(value, types)} OR ${isInSome(value, ranges, { type: 'text', closed: false })})`;
}

/** Without those that are subtypes of another, in the order of their bytes. */
function widest(types: readonly string[]): readonly string[] {
  const isSubtype = (type: string) => isBelow(type.slice(0, Math.max(0, type.lastIndexOf('.'))));
  const isBelow = isTypeUnder(types);
  const bytes = [...new Set(types)]
    .filter((type) => !type.includes('.') || !isSubtype(type))
    .map((type) => Buffer.from(`${type}.`))
    .sort(Buffer.compare);
  return bytes.map((text) => text.subarray(0, -1).toString());
}

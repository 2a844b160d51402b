import { Prisma } from './generated/client.ts';

/** The ends of ranges, as texts that the database reads. */
export interface RangeEnds {
  readonly first: string;
  readonly last: string;
}

interface RangeWords {
  readonly type: 'inet' | 'text';
  /** Whether `last` itself belongs to its range. */
  readonly closed: boolean;
}

/** So many are each said in words of their own: an index is looked into for one, not for a list of them. */
export const FEW_RANGES = 8;

/**
 * Whether a value lies in one of these ranges, which must stand in the database's order and apart. Many are two parameters,
 * however many they are, and each row finds its own by halving: `width_bucket` is how many begin at or before the value.
 */
export function isInSome(value: Prisma.Sql, ranges: readonly RangeEnds[], { type, closed }: RangeWords): Prisma.Sql {
  if (ranges.length === 0) return Prisma.sql`FALSE`;
  const sqlType = Prisma.raw(type);
  const until = Prisma.raw(closed ? '<=' : '<');
  if (ranges.length > FEW_RANGES) {
    const list = Prisma.sql`::text[]::${sqlType}[]`;
    const [firsts, lasts] = [ranges.map(({ first }) => first), ranges.map(({ last }) => last)];
    return Prisma.sql`${value} ${until} (${lasts}${list})[width_bucket(${value}, ${firsts}${list})]`;
  }
  const each = ranges.map(({ first, last }) => {
    if (!closed) return Prisma.sql`(${value} >= ${first}::${sqlType} AND ${value} < ${last}::${sqlType})`;
    return first === last
      ? Prisma.sql`${value} = ${first}::${sqlType}`
      : Prisma.sql`${value} BETWEEN ${first}::${sqlType} AND ${last}::${sqlType}`;
  });
  return Prisma.sql`(${Prisma.join(each, ' OR ')})`;
}

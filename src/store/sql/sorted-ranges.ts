import type { AddressRange } from '../../domain/address-ranges.ts';
import { Prisma } from '../generated/client.ts';
import { inetRange } from './address-text.ts';

const ADDRESS = Prisma.sql`client_address`;
/** An IPv4 address as a number, which is found in a list at once; null for an IPv6 one, which is found after a look at each before. */
const NUMBER = Prisma.sql`(CASE family(client_address) WHEN 4 THEN client_address - '0.0.0.0'::inet END)`;

/**
 * Whether the client's address lies in one of these ranges, which stand in their order and apart. At most `few` are each said
 * in words of their own: an index is looked into for one, not for a list of them. More are two parameters, however many they
 * are, and each row finds its own by halving: `width_bucket` is how many begin at or before the value.
 */
export function isInSome(ranges: readonly AddressRange[], few: number): Prisma.Sql {
  if (ranges.length === 0) return Prisma.sql`FALSE`;
  if (ranges.length <= Math.max(few, 1))
    return anyOf(ranges.map(inetRange).map(({ first, last }) => between(first, last)));
  const [short, long] = [ranges.filter(({ bits }) => bits === 32), ranges.filter(({ bits }) => bits === 128)];
  return anyOf([
    ...(short.length > 0
      ? [
          bucket(
            NUMBER,
            'bigint',
            short.map(({ first, last }) => ({ first: `${first}`, last: `${last}` })),
          ),
        ]
      : []),
    ...(long.length > 0 ? [bucket(ADDRESS, 'inet', long.map(inetRange))] : []),
  ]);
}

function between(first: string, last: string): Prisma.Sql {
  return first === last
    ? Prisma.sql`${ADDRESS} = ${first}::inet`
    : Prisma.sql`${ADDRESS} BETWEEN ${first}::inet AND ${last}::inet`;
}

function bucket(
  value: Prisma.Sql,
  type: 'bigint' | 'inet',
  ends: readonly { first: string; last: string }[],
): Prisma.Sql {
  const list = Prisma.raw(`::text[]::${type}[]`);
  const [firsts, lasts] = [ends.map(({ first }) => first), ends.map(({ last }) => last)];
  return Prisma.sql`${value} <= (${lasts}${list})[width_bucket(${value}, ${firsts}${list})]`;
}

function anyOf(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

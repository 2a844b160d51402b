import type { AddressRange } from '../../domain/address-ranges.ts';
import { inetRange } from './address-text.ts';
import { join, raw, type Sql, sql } from './sql.ts';

const ADDRESS = sql`client_address`;
/** An IPv4 address as a number, which is found in a list at once; null for an IPv6 one, which is found after a look at each before. */
const NUMBER = sql`(CASE family(client_address) WHEN 4 THEN client_address - '0.0.0.0'::inet END)`;

/**
 * Whether the client's address lies in one of these ranges, which stand in their order and apart. At most `few` are each said
 * in words of their own: an index is looked into for one, not for a list of them. More are two parameters, however many they
 * are, and each row finds its own by halving: `width_bucket` is how many begin at or before the value.
 */
export function isInSome(ranges: readonly AddressRange[], few: number): Sql {
  if (ranges.length === 0) return sql`FALSE`;
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

function between(first: string, last: string): Sql {
  return first === last ? sql`${ADDRESS} = ${first}::inet` : sql`${ADDRESS} BETWEEN ${first}::inet AND ${last}::inet`;
}

function bucket(value: Sql, type: 'bigint' | 'inet', ends: readonly { first: string; last: string }[]): Sql {
  const list = raw(`::text[]::${type}[]`);
  const [firsts, lasts] = [ends.map(({ first }) => first), ends.map(({ last }) => last)];
  return sql`${value} <= (${lasts}${list})[width_bucket(${value}, ${firsts}${list})]`;
}

function anyOf(parts: readonly Sql[]): Sql {
  return sql`(${join(parts, ' OR ')})`;
}

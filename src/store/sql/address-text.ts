import { type Address, parseAddress } from '../../domain/address.ts';
import type { AddressRange } from '../../domain/address-ranges.ts';

/** An address as PostgreSQL's `inet` reads it, an IPv4-mapped one as IPv4; null for what is no address. */
export function inetAddress(text: string | null): string | null {
  const address = text === null ? null : parseAddress(text);
  return address && written(address.bits, address.value);
}

/** The first and the last address of a range in the same writing. */
export function inetRange({ bits, first, last }: AddressRange): { readonly first: string; readonly last: string } {
  return { first: written(bits, first), last: written(bits, last) };
}

function written(bits: Address['bits'], value: bigint): string {
  if (bits === 32) return parts(value, 4, 8n).join('.');
  return parts(value, 8, 16n)
    .map((part) => part.toString(16))
    .join(':');
}

/** The number cut into so many parts of so many bits, the highest first. */
function parts(value: bigint, count: number, bits: bigint): readonly bigint[] {
  return Array.from(
    { length: count },
    (_, place) => (value >> (BigInt(count - 1 - place) * bits)) & ((1n << bits) - 1n),
  );
}

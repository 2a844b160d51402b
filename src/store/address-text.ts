import { type Address, parseAddress, parseBlock } from '../domain/address.ts';

/** An address as PostgreSQL's `inet` reads it, an IPv4-mapped one as IPv4; null for what is no address. */
export function inetAddress(text: string | null): string | null {
  const address = text === null ? null : parseAddress(text);
  return address && written(address.bits, address.value);
}

/** The first and the last address of a block in the same writing; null for what is no block. */
export function inetRange(text: string): readonly [first: string, last: string] | null {
  const block = parseBlock(text);
  if (block === null) return null;
  const first = block.network << block.hostBits;
  return [written(block.bits, first), written(block.bits, first + (1n << block.hostBits) - 1n)];
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

import type { Random } from './random.ts';

/** Hexadecimal digits, eight for one draw: for data in the hundred thousands. */
export function longHex(chance: Random, digits: number): string {
  let text = '';
  while (text.length < digits)
    text += Math.floor(chance.next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
}

/** A list of `size` made-up values, to pick from again and again. */
export function pool<Item>(size: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: size }, (_, index) => make(index));
}

/** An address of the ranges set aside for documentation; one in five is IPv6. */
export function address(chance: Random): string {
  if (chance.chance(0.2))
    return `2001:db8:${chance.below(65_536).toString(16)}::${(chance.below(65_535) + 1).toString(16)}`;
  return `${chance.pick(['192.0.2', '198.51.100', '203.0.113'])}.${chance.below(254) + 1}`;
}

import { type Address, type Block, parseAddress, parseBlock } from './address.ts';
import { lastWhere } from './last-where.ts';

/** All addresses of one family from the first to the last, both included. */
export interface AddressRange {
  readonly bits: Address['bits'];
  readonly first: bigint;
  readonly last: bigint;
}

const known = new WeakMap<readonly string[], readonly AddressRange[] | null>();

/**
 * The addresses inside some of these blocks, as few ranges as can be, none touching another, in their order, IPv4 first. Null
 * when one of the texts is no block. A list is read once, for as long as anybody holds it.
 */
export function rangesOf(blocks: readonly string[]): readonly AddressRange[] | null {
  const found = known.get(blocks);
  if (found !== undefined) return found;
  const parsed = blocks.map(parseBlock);
  const ranges = parsed.every((block) => block !== null) ? merged(parsed.map(rangeOf)) : null;
  known.set(blocks, ranges);
  return ranges;
}

/** Whether a text is an address inside one of the ranges, which are those of `rangesOf`. */
export function isInRanges(ranges: readonly AddressRange[]): (text: string) => boolean {
  return (text) => {
    const address = parseAddress(text);
    if (address === null) return false;
    const { bits, value } = address;
    const range = lastWhere(ranges, (each) => each.bits < bits || (each.bits === bits && each.first <= value));
    return range !== undefined && range.bits === bits && value <= range.last;
  };
}

function rangeOf({ bits, network, hostBits }: Block): AddressRange {
  const first = network << hostBits;
  return { bits, first, last: first + (1n << hostBits) - 1n };
}

function merged(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const apart: AddressRange[] = [];
  for (const range of ranges.toSorted(byPlace)) {
    const before = apart.at(-1);
    if (before === undefined || before.bits !== range.bits || range.first > before.last + 1n) apart.push(range);
    else if (range.last > before.last) apart[apart.length - 1] = { ...before, last: range.last };
  }
  return apart;
}

function byPlace(a: AddressRange, b: AddressRange): number {
  if (a.bits !== b.bits) return a.bits - b.bits;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : 0;
}

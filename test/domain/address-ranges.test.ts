import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inBlock, parseBlock } from '../../src/domain/address.ts';
import { isInRanges, rangesOf } from '../../src/domain/address-ranges.ts';

/** Addresses of few bits, so that blocks meet, touch and hold one another. */
const anAddress = fc.oneof(
  fc.nat(255).map((low) => `10.0.0.${low}`),
  fc.nat(255).map((low) => `::ffff:10.0.0.${low}`),
  fc.nat(255).map((low) => `2001:db8::${low.toString(16)}`),
  fc.constantFrom('0.0.0.0', '255.255.255.255', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'no address'),
);
const aBlock = fc
  .tuple(
    anAddress.filter((text) => parseBlock(text) !== null),
    fc.nat(8),
  )
  .map(([address, host]) => `${address}/${(address.includes(':') ? 128 : 32) - host}`);

describe('addresses in blocks', () => {
  test('are those that are in one of them', () => {
    fc.assert(
      fc.property(fc.array(aBlock, { maxLength: 12 }), anAddress, (blocks, address) => {
        const ranges = rangesOf(blocks) ?? [];
        const expected = blocks.some((text) => {
          const block = parseBlock(text);
          return block !== null && inBlock(address, block);
        });
        expect(isInRanges(ranges)(address)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test('are as few ranges as can be, in their order', () => {
    fc.assert(
      fc.property(fc.array(aBlock, { maxLength: 12 }), (blocks) => {
        const ranges = rangesOf(blocks) ?? [];
        for (const [index, range] of ranges.entries()) {
          const next = ranges[index + 1];
          if (next?.bits === range.bits) expect(next.first).toBeGreaterThan(range.last + 1n);
          else if (next) expect(next.bits).toBeGreaterThan(range.bits);
        }
      }),
    );
    expect(rangesOf(['10.0.0.0/25', '10.0.0.128/25', '10.0.0.7'])).toHaveLength(1);
    expect(rangesOf(['10.0.0.1', 'ten'])).toBeNull();
  });

  test('of ten thousand blocks are told apart quickly', () => {
    const blocks = Array.from({ length: 10_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/25`);
    const test = isInRanges(rangesOf(blocks) ?? []);
    const found = Array.from({ length: 100_000 }, (_, index) => test(`10.${index % 39}.7.${index & 255}`));
    expect(found.filter(Boolean).length).toBe(found.filter((_, index) => (index & 255) < 128).length);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inBlock, parseAddress, parseBlock, soleIpv4 } from '../../src/domain/address.ts';

function isIn(address: string, block: string): boolean {
  const parsed = parseBlock(block);
  if (parsed === null) throw new Error(`no block: ${block}`);
  return inBlock(address, parsed);
}

describe('an address is inside', () => {
  test.each([
    ['10.1.2.3', '10.1.2.3'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['10.1.2.3', '10.0.0.0/8'],
    ['10.1.2.255', '10.1.2.77/24'],
    ['255.255.255.255', '0.0.0.0/0'],
    ['0.0.0.0', '0.0.0.0/1'],
    ['::ffff:10.1.2.3', '10.0.0.0/8'],
    ['::FFFF:a01:203', '10.1.2.3'],
    ['0:0:0:0:0:ffff:10.1.2.3', '10.1.2.3'],
    ['10.1.2.3', '::ffff:10.1.2.3'],
    ['10.1.2.3', '::ffff:10.0.0.0/104'],
    ['10.1.2.3', '::ffff:0:0/96'],
    ['2001:db8::1', '2001:DB8::/32'],
    ['2001:db8::1', '2001:db8:ffff::/32'],
    ['2001:0db8:0:0:0:0:0:1', '2001:db8::1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::1:2:3:4:5:6:7', '0:1:2:3:4:5:6:7'],
    ['64:ff9b::10.1.2.3', '64:ff9b::a01:203'],
    ['fe80::1%eth0', 'fe80::/10'],
    ['::', '::/128'],
    ['::1', '::/0'],
  ])('%s in %s', (address, block) => {
    expect(isIn(address, block)).toBe(true);
  });
});

describe('an address is outside', () => {
  test.each([
    ['10.1.2.4', '10.1.2.3'],
    ['11.0.0.0', '10.255.255.255/8'],
    ['10.1.2.3', '::/0'],
    ['::ffff:10.1.2.3', '::/0'],
    ['::ffff:10.1.2.3', '::ffff:0:0/95'],
    ['::10.1.2.3', '10.1.2.3'],
    ['::1', '0.0.0.0/0'],
    ['2001:db9::1', '2001:db8::/32'],
  ])('%s of %s', (address, block) => {
    expect(isIn(address, block)).toBe(false);
  });
});

const NO_ADDRESSES = [
  ...['', ' ', 'localhost', '10', '10.1', '10.1.2', '10.1.2.3.4', '10.1.2.256', '10.01.2.3', '010.1.2.3', '0x0a.1.2.3'],
  ...[
    ' 10.1.2.3',
    '10.1.2.3 ',
    '10.1.2.3:80',
    '10.1.2.3%eth0',
    '[::1]',
    ':',
    ':::',
    '::1::',
    '1::2::3',
    '1:2:3:4:5:6:7',
  ],
  ...['1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '12345::', 'g::', '::10.1.2', '::10.1.2.3:1', '10.1.2.3::', '-1.0.0.0'],
  ...['1:2:3:4:5:6:7:10.1.2.3', '::%', '１０.1.2.3', `${'1:'.repeat(10_000)}:`],
];

test.each(NO_ADDRESSES)('%j is no address, no block, and in no block', (text) => {
  expect(parseAddress(text)).toBeNull();
  expect(parseBlock(text)).toBeNull();
  expect(isIn(text, '0.0.0.0/0')).toBe(false);
  expect(isIn(text, '::/0')).toBe(false);
});

test.each([
  ...['10.1.2.3/33', '10.1.2.3/', '10.1.2.3/-1', '10.1.2.3/08', '10.1.2.3/8/8', '10.1.2.3/8.0', '10.1.2.3/ 8', '/8'],
  ...['::/129', '::1/1e1', 'fe80::1%eth0', 'fe80::1%eth0/64', '10.0.0.0/255.0.0.0', '10.1.2.3\n'],
])('%j is no block', (text) => {
  expect(parseBlock(text)).toBeNull();
});

test('an address is in every block made of it, and out of one that differs in a bit of the network', () => {
  const bits = fc.constantFrom<32 | 128>(32, 128);
  const cases = bits.chain((width) =>
    fc.record({
      width: fc.constant(width),
      value: fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n }),
      length: fc.integer({ min: 1, max: width }),
      flipped: fc.integer({ min: 0, max: width - 1 }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ width, value, length, flipped }) => {
      const address = written(value, width);
      const other = written(value ^ (1n << BigInt(width - 1 - flipped)), width);
      expect(isIn(address, `${address}/${length}`)).toBe(true);
      expect(isIn(other, `${address}/${length}`)).toBe(flipped >= length);
    }),
  );
});

/** The plainest form of an address. */
function written(value: bigint, width: 32 | 128): string {
  if (width === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  return groups.map((group) => group.toString(16)).join(':');
}

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['10.1.2.3/32', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::ffff:0:1/128', '0.0.0.1'],
  ['10.1.2.3/31', null],
  ['::1', null],
])('the one IPv4 address of %s is %s', (text, sole) => {
  const block = parseBlock(text);
  expect(block && soleIpv4(block)).toBe(sole);
});

import { describe, expect, test } from 'vitest';
import { addressOf } from '../../src/domain/address-with-port.ts';

describe('the address in a text', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:5678', '192.0.2.1'],
    ['192.0.2.1:65535', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[::ffff:192.0.2.1]:443', '::ffff:192.0.2.1'],
    ['[fe80::1%eth0]:443', 'fe80::1%eth0'],
  ])('%s is %s', (text, address) => {
    expect(addressOf(text)).toBe(address);
  });

  test.each([
    '',
    'host.example:443',
    '192.0.2.1:',
    '192.0.2.1:65536',
    '192.0.2.1:x',
    '192.0.2:80',
    '[]:80',
    '[2001:db8::1',
    '12:30',
  ])('there is none in %j', (text) => {
    expect(addressOf(text)).toBeNull();
  });
});

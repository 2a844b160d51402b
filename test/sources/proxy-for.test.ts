import { describe, expect, test } from 'vitest';
import { isProxyUrl, proxyFor } from '../../src/sources/proxy-for.ts';

const PROXIES = { HTTPS_PROXY: 'http://secure.example:3128', HTTP_PROXY: 'http://plain.example:3128' };

describe('the way to a vendor', () => {
  test.each([
    ['https://vendor.example', null, {}, null],
    ['https://vendor.example', null, PROXIES, 'http://secure.example:3128'],
    ['http://vendor.example', null, PROXIES, 'http://plain.example:3128'],
    ['https://vendor.example', null, { HTTP_PROXY: 'http://plain.example' }, null],
    ['https://vendor.example', null, { ...PROXIES, https_proxy: 'http://lower.example' }, 'http://lower.example'],
    ['https://vendor.example', null, { ...PROXIES, https_proxy: '' }, 'http://secure.example:3128'],
    ['https://vendor.example', null, { HTTPS_PROXY: 'secure.example:3128' }, 'http://secure.example:3128'],
    ['https://vendor.example', false, PROXIES, null],
    ['https://vendor.example', 'http://own.example', PROXIES, 'http://own.example'],
    ['https://vendor.example', 'http://own.example', { ...PROXIES, NO_PROXY: '*' }, 'http://own.example'],
  ] as const)('%s, told %j, under %j: %j', (url, choice, environment, proxy) => {
    expect(proxyFor(url, choice, environment)).toBe(proxy);
  });

  test.each([
    ['https://vendor.example', '*'],
    ['https://vendor.example', 'other.example, vendor.example'],
    ['https://vendor.example', 'other.example vendor.example'],
    ['https://a.vendor.example', 'vendor.example'],
    ['https://a.vendor.example', '.Vendor.example'],
    ['https://a.vendor.example', '*.vendor.example'],
    ['https://vendor.example', 'vendor.example:443'],
    ['https://vendor.example:8443', 'vendor.example:8443'],
    ['https://192.0.2.7', '192.0.2.7'],
    ['https://192.0.2.7', '192.0.2.0/24'],
    ['https://[2001:db8::1]', '2001:db8::1'],
    ['https://[2001:db8::1]:8443', '[2001:db8::1]:8443'],
    ['https://[2001:db8::1]', '2001:db8::/32'],
  ])('%s has none where NO_PROXY is %j', (url, NO_PROXY) => {
    expect(proxyFor(url, null, { ...PROXIES, NO_PROXY })).toBeNull();
  });

  test.each([
    ['https://vendor.example', 'other.example'],
    ['https://vendor.example', 'dor.example'],
    ['https://vendor.example', 'a.vendor.example'],
    ['https://vendor.example', 'vendor.example:80'],
    ['https://192.0.3.7', '192.0.2.0/24'],
    ['https://vendor.example', '0.0.0.0/0'],
    ['https://vendor.example', ' , '],
  ])('%s has one where NO_PROXY is %j', (url, NO_PROXY) => {
    expect(proxyFor(url, null, { ...PROXIES, NO_PROXY })).toBe('http://secure.example:3128');
  });

  test.each(['socks5://user:hunter22@proxy.example', 'http://user:hunter22@proxy.example/path', 'hunter22 at proxy'])(
    'cannot go through %j, which is not told',
    (HTTPS_PROXY) => {
      expect(() => proxyFor('https://vendor.example', null, { HTTPS_PROXY })).toThrow(
        `HTTPS_PROXY: expected an http:// or https:// address, but got a text of ${HTTPS_PROXY.length} characters that is none`,
      );
    },
  );
});

test.each(['http://proxy.example', 'https://user:pa%20ss@192.0.2.1:3128/', 'http://[2001:db8::1]:3128'])(
  '%s is the address of a proxy',
  (text) => {
    expect(isProxyUrl(text)).toBe(true);
  },
);

test.each([
  'proxy.example:3128',
  'ftp://proxy.example',
  'http://proxy.example/a',
  'http://proxy.example?a',
  'http://a:%zz@proxy.example',
])('%s is none', (text) => {
  expect(isProxyUrl(text)).toBe(false);
});

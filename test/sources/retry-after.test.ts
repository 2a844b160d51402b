import { describe, expect, test } from 'vitest';
import type { VendorResponse } from '../../src/sources/adapter.ts';
import { faultOf } from '../../src/sources/fault-of.ts';
import { retryAfterMs } from '../../src/sources/kit/retry-after.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';

const DATE = 'Sun, 06 Nov 1994 08:49:00 GMT';
const answer = (headers: Readonly<Record<string, string>>): VendorResponse => ({
  status: 429,
  headers,
  setCookies: [],
  text: '',
});

describe('how long a vendor asks to wait', () => {
  test.each([
    ['0', 0],
    ['7', 7_000],
    [' 7 ', 7_000],
    ['1.5', 1_500],
    ['0.0001', 1],
    ['2592000', 2_592_000_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['Sun Nov  6 08:49:37 1994', 37_000],
    ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
  ])('%j is %i ms', (asked, ms) => {
    expect(retryAfterMs(answer({ 'retry-after': asked, date: DATE }))).toBe(ms);
  });

  test.each([
    '',
    '-1',
    '+1',
    '30s',
    '1e3',
    '1e23',
    '99999999999999999999999',
    '2592001',
    'NaN',
    'Infinity',
    '1, 2',
    'soon',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 2994 08:49:37 GMT',
    'Sun, 46 Nov 1994 08:49:37 GMT',
  ])('%j says nothing', (asked) => {
    expect(retryAfterMs(answer({ 'retry-after': asked, date: DATE }))).toBeNull();
  });

  test.each(['-1', 'now', ''])('a date says nothing beside the date %j', (date) => {
    expect(retryAfterMs(answer({ 'retry-after': DATE, date }))).toBeNull();
  });

  test.each([
    ['784111767', 27_000],
    ['784111767000000', 27_000],
    ['99999999999999999999999', null],
    ['1e23', null],
    ['-1', null],
  ])('a limit of Ключ-АСТРОМ that is set anew at %j: %j ms', (reset, ms) => {
    const fault = faultOf(
      ADAPTERS.astromkey,
      answer({ 'x-ratelimit-reset': reset, date: 'Sun, 06 Nov 1994 08:49:00 GMT' }),
    );
    expect(fault?.problem.retryAfterMs).toBe(ms);
  });
});

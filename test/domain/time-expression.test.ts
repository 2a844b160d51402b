import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EARLIEST, formatRfc3339, type Instant, instant, LATEST, parseRfc3339 } from '../../src/domain/instant.ts';
import { parseTimePoint, resolve } from '../../src/domain/time-expression.ts';

function moment(text: string): Instant {
  const at = parseRfc3339(text);
  if (at === null) throw new Error(`no time: ${text}`);
  return at;
}

/** A Thursday. */
const NOW = moment('2024-02-29T12:34:56.789012Z');

function meant(input: string | number, now = NOW): string | null {
  const expression = parseTimePoint(input);
  return expression && formatRfc3339(resolve(expression, now));
}

describe('epoch milliseconds, as a number or a text', () => {
  test.each([
    [0, '1970-01-01T00:00:00.000Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
    [1611554221123, '2021-01-25T05:57:01.123Z'],
    ['1611554221123', '2021-01-25T05:57:01.123Z'],
    ['+1611554221123', '2021-01-25T05:57:01.123Z'],
    [' 1611554221123 ', '2021-01-25T05:57:01.123Z'],
    [1611554221123.456, '2021-01-25T05:57:01.123456Z'],
    ['1611554221123.4567', '2021-01-25T05:57:01.123456Z'],
    ['1611554221123.001', '2021-01-25T05:57:01.123001Z'],
    ['8993807999999.999999', '2254-12-31T23:59:59.999999Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    ['-0.5', '1969-12-31T23:59:59.999500Z'],
    [-0.5, '1969-12-31T23:59:59.999500Z'],
    ['1.611554221123e12', '2021-01-25T05:57:01.123Z'],
    ['2021', '1970-01-01T00:00:02.021Z'],
    ['20210125', '1970-01-01T05:36:50.125Z'],
    [1e-7, '1970-01-01T00:00:00.000Z'],
  ])('%j is %s', (input, at) => {
    expect(meant(input)).toBe(at);
  });

  test.each([
    [Number.MAX_VALUE, LATEST],
    ['9'.repeat(400), LATEST],
    ['1e999', LATEST],
    [9e15, LATEST],
    [-Number.MAX_VALUE, EARLIEST],
    [`-${'9'.repeat(400)}`, EARLIEST],
    [-62135596800001, EARLIEST],
  ])('%j lies beyond an end of time', (input, at) => {
    expect(meant(input)).toBe(formatRfc3339(at));
  });
});

test('RFC 3339 is understood as everywhere', () => {
  expect(meant('2021-01-25 05:57')).toBe('2021-01-25T05:57:00.000Z');
  expect(meant('2021-01-25T05:57:01.123+01:00')).toBe('2021-01-25T04:57:01.123Z');
});

describe('relative to now', () => {
  test.each([
    ['now', '2024-02-29T12:34:56.789012Z'],
    [' now ', '2024-02-29T12:34:56.789012Z'],
    ['now-2w', '2024-02-15T12:34:56.789012Z'],
    ['now+1h', '2024-02-29T13:34:56.789012Z'],
    ['now-90m', '2024-02-29T11:04:56.789012Z'],
    ['now-0d', '2024-02-29T12:34:56.789012Z'],
    ['now-007d', '2024-02-22T12:34:56.789012Z'],
    ['now/m', '2024-02-29T12:34:00.000Z'],
    ['now/h', '2024-02-29T12:00:00.000Z'],
    ['now/d', '2024-02-29T00:00:00.000Z'],
    ['now/w', '2024-02-26T00:00:00.000Z'],
    ['now/M', '2024-02-01T00:00:00.000Z'],
    ['now/y', '2024-01-01T00:00:00.000Z'],
    ['now-1d/d', '2024-02-28T00:00:00.000Z'],
    ['now-1w/w', '2024-02-19T00:00:00.000Z'],
    ['now+1w/w', '2024-03-04T00:00:00.000Z'],
    ['now-1y/w', '2023-02-27T00:00:00.000Z'],
    ['now-1m/h', '2024-02-29T12:00:00.000Z'],
    ['now-1M', '2024-01-29T12:34:56.789012Z'],
    ['now+1M', '2024-03-29T12:34:56.789012Z'],
    ['now-12M', '2023-02-28T12:34:56.789012Z'],
    ['now-1y', '2023-02-28T12:34:56.789012Z'],
    ['now+4y', '2028-02-29T12:34:56.789012Z'],
    ['now-14M/M', '2022-12-01T00:00:00.000Z'],
  ])('%s is %s', (input, at) => {
    expect(meant(input)).toBe(at);
  });

  test.each([
    ['2024-03-31T23:59:59.999999', 'now-1M', '2024-02-29T23:59:59.999999Z'],
    ['2023-03-31', 'now-1M', '2023-02-28T00:00:00.000Z'],
    ['2024-01-31', 'now+1M', '2024-02-29T00:00:00.000Z'],
    ['2024-12-31', 'now+2M', '2025-02-28T00:00:00.000Z'],
    ['2024-05-31T10:00', 'now-1M/d', '2024-04-30T00:00:00.000Z'],
    ['2000-02-29', 'now-100y', '1900-02-28T00:00:00.000Z'],
    ['2024-02-26', 'now/w', '2024-02-26T00:00:00.000Z'],
    ['2024-02-25T23:59:59.999999', 'now/w', '2024-02-19T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999999', 'now/w', '1969-12-29T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999999', 'now/M', '1969-12-01T00:00:00.000Z'],
  ])('when it is %s, %s is %s', (now, input, at) => {
    expect(meant(input, moment(now))).toBe(at);
  });

  test.each([
    ['now+999999y', LATEST],
    ['now+99999999999999999999m/d', LATEST],
    [`now+${'9'.repeat(400)}M`, LATEST],
    ['now+231y/y', LATEST],
    ['now-2024y', EARLIEST],
    [`now-${'9'.repeat(400)}y/w`, EARLIEST],
    [`now-${'9'.repeat(400)}w`, EARLIEST],
  ])('%s lies beyond an end of time', (input, at) => {
    expect(meant(input)).toBe(formatRfc3339(at));
  });
});

test.each([
  ...[
    '',
    ' ',
    'NOW',
    'Now',
    'now-',
    'now-d',
    'now-1',
    'now1d',
    'now-1D',
    'now-1H',
    'now-1Y',
    'now-1s',
    'now-1W',
    'now/',
  ],
  ...['now/s', 'now/1d', 'now-1d/', 'now-1d/d/h', 'now-1d-2h', 'now - 1d', 'now-1.5d', 'now--1d', 'now-+1d', 'now-1ms'],
  ...[
    'today',
    '-1d',
    '1d',
    '1.',
    '.5',
    '1e',
    '--1',
    '0x10',
    '1_000',
    '1,000',
    'Infinity',
    'NaN',
    '2021-02-30',
    'nowhere',
  ],
  ...[Number.NaN, Number.POSITIVE_INFINITY],
])('%j is no time', (input) => {
  expect(parseTimePoint(input)).toBeNull();
});

test('rounding down is not after, twice is once, and no later moment is rounded to before it', () => {
  const unit = fc.constantFrom('m', 'h', 'd', 'w', 'M', 'y');
  const at = fc.integer({ min: EARLIEST, max: LATEST }).map(instant);
  fc.assert(
    fc.property(unit, at, at, (each, a, b) => {
      const expression = parseTimePoint(`now/${each}`);
      if (expression === null) throw new Error('rounding is understood');
      const rounded = resolve(expression, a);
      expect(rounded).toBeLessThanOrEqual(a);
      expect(resolve(expression, rounded)).toBe(rounded);
      if (a <= b) expect(rounded).toBeLessThanOrEqual(resolve(expression, b));
    }),
  );
});

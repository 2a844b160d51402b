import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysInMonth } from '../../src/domain/calendar.ts';
import {
  DAY,
  EARLIEST,
  floorTo,
  formatRfc3339,
  fromMillis,
  instant,
  LATEST,
  parseRfc3339,
} from '../../src/domain/instant.ts';

const AN_INSTANT = fc.integer({ min: Date.parse('1685-01-01') * 1_000, max: LATEST }).map(instant);

function read(text: string): string | null {
  const at = parseRfc3339(text);
  return at === null ? null : formatRfc3339(at);
}

describe('RFC 3339 and what may be left out', () => {
  test.each([
    ['2021-01-25T05:57:01.123+01:00', '2021-01-25T04:57:01.123Z'],
    ['2021-01-25T05:57:01Z', '2021-01-25T05:57:01.000Z'],
    ['2021-01-25t05:57:01z', '2021-01-25T05:57:01.000Z'],
    ['2021-01-25 05:57:01', '2021-01-25T05:57:01.000Z'],
    ['2021-01-25 05:57', '2021-01-25T05:57:00.000Z'],
    ['2021-01-25T05:57-05:30', '2021-01-25T11:27:00.000Z'],
    ['2021-01-25', '2021-01-25T00:00:00.000Z'],
    ['2021-01-25+01:00', '2021-01-24T23:00:00.000Z'],
    ['2021-01-25Z', '2021-01-25T00:00:00.000Z'],
    ['2021-01-25 05:57:01 +0100', '2021-01-25T04:57:01.000Z'],
    ['2021-01-25T05:57:01-00:00', '2021-01-25T05:57:01.000Z'],
    ['2021-01-25T05:57:01.1', '2021-01-25T05:57:01.100Z'],
    ['2021-01-25T05:57:01.123456', '2021-01-25T05:57:01.123456Z'],
    ['2021-01-25T05:57:01.000001', '2021-01-25T05:57:01.000001Z'],
    ['2021-01-25T05:57:01.123456999', '2021-01-25T05:57:01.123456Z'],
    ['1969-12-31T23:59:59.999999999', '1969-12-31T23:59:59.999999Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2017-01-01T00:59:60.25+01:00', '2017-01-01T00:00:00.250Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['0099-06-15T12:00:00.5', '0099-06-15T12:00:00.500Z'],
    ['2254-12-31T23:59:59.999999', '2254-12-31T23:59:59.999999Z'],
  ])('%s is %s', (text, meant) => {
    expect(read(text)).toBe(meant);
  });

  test.each([
    ...[
      '',
      'now',
      '2021',
      '2021-01',
      '2021-1-25',
      '20210125',
      '2021-01-25T',
      '2021-01-25T05',
      '2021-01-25T05:57:',
      '21-01-25',
    ],
    ...['2021-02-29', '2021-02-30', '2021-04-31', '2021-13-01', '2021-00-01', '2021-01-00', '2021-01-32', '1900-02-29'],
    ...['2021-01-25T24:00:00', '2021-01-25T05:60', '2021-01-25T05:57:61', '2021-01-25T05:57:60', '2021-01-25T05:57.5'],
    ...['2021-01-25T05:57:01+24:00', '2021-01-25T05:57:01+01:60', '2021-01-25T05:57:01+1', '2021-01-25T05:57:01 UTC'],
    ...[
      '2021-01-25T05:57:01.Z',
      '2021-01-25TT05:57',
      '2021-01-25T05:57:01ZZ',
      '2021/01/25',
      '9999-02-30',
      '２021-01-25',
    ],
  ])('%j is no time', (text) => {
    expect(parseRfc3339(text)).toBeNull();
  });

  test.each([
    ['9999-12-31T23:59:59Z', LATEST],
    ['2255-01-01', LATEST],
    ['2255-01-01T00:30:00+01:00', parseRfc3339('2254-12-31T23:30:00')],
    ['+012345-01-01T00:00:00Z', LATEST],
    ['+999999-01-01', LATEST],
    ['0000-01-01', EARLIEST],
    ['0001-01-01T00:00:00+01:00', EARLIEST],
    ['-000044-03-15', EARLIEST],
    ['-999999-01-01', EARLIEST],
  ])('%s lies beyond an end of time, or just inside', (text, at) => {
    expect(parseRfc3339(text)).toBe(at);
  });
});

test('every moment that a number holds exactly is read as it is written', () => {
  fc.assert(fc.property(AN_INSTANT, (at) => parseRfc3339(formatRfc3339(at)) === at));
});

test('a moment has three fraction digits, and six where it is finer than a millisecond', () => {
  expect(formatRfc3339(fromMillis(0))).toBe('1970-01-01T00:00:00.000Z');
  expect(formatRfc3339(instant(-1))).toBe('1969-12-31T23:59:59.999999Z');
  expect(formatRfc3339(EARLIEST)).toBe('0001-01-01T00:00:00.000Z');
  expect(formatRfc3339(LATEST)).toBe('2254-12-31T23:59:59.999999Z');
});

test('the tick that holds a moment begins at most a tick before it, and at a whole number of ticks', () => {
  fc.assert(
    fc.property(AN_INSTANT, fc.constantFrom(1, 1_000, 1_000_000, DAY, 7 * DAY), (at, grain) => {
      const begin = floorTo(at, grain);
      expect(Math.abs(begin % grain)).toBe(0);
      expect(at - begin).toBeGreaterThanOrEqual(0);
      expect(at - begin).toBeLessThan(grain);
    }),
  );
  expect(floorTo(instant(7 * DAY * 2_951 - 1), 7 * DAY)).toBe(7 * DAY * 2_950);
});

test('months have the days of the Gregorian calendar, in years however far away', () => {
  const lengths = (year: number) => Array.from({ length: 12 }, (_, index) => daysInMonth(year, index + 1)).join(' ');
  const common = '31 28 31 30 31 30 31 31 30 31 30 31';
  const leap = '31 29 31 30 31 30 31 31 30 31 30 31';
  expect([2023, 1900, 2100, 1, 999_999, -1].map(lengths)).toEqual(Array(6).fill(common));
  expect([2024, 2000, 0, 4, 400_000, -4].map(lengths)).toEqual(Array(6).fill(leap));
});

import type { Brand } from './brand.ts';
import { daysInMonth, midnightMs } from './calendar.ts';

/**
 * Epoch microseconds, UTC: a whole number, exact in a JavaScript number from the year 1685 until 2255. Earlier ones are
 * exact to the millisecond, and their microseconds to 8.
 */
export type Instant = Brand<number, 'Instant'>;

export const MICROSECOND = 1;
export const MILLISECOND = 1_000;
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;

/** The first and the last moment the gateway speaks of: the years 1 to 2254. What lies beyond is taken as their end. */
export const EARLIEST = (Date.parse('0001-01-01T00:00:00Z') * MILLISECOND) as Instant;
export const LATEST = (Date.parse('2255-01-01T00:00:00Z') * MILLISECOND - 1) as Instant;

export function instant(epochMicros: number): Instant {
  return Math.min(LATEST, Math.max(EARLIEST, Math.floor(epochMicros))) as Instant;
}

export function fromMillis(epochMillis: number): Instant {
  return instant(Math.floor(epochMillis * MILLISECOND));
}

/** Milliseconds since the epoch, finer digits cut off. */
export function toMillis(at: Instant): number {
  return Math.floor(at / MILLISECOND);
}

/** The first moment of the tick of `grainUs` that holds `at`. */
export function floorTo(at: Instant, grainUs: number): Instant {
  return instant(at - (((at % grainUs) + grainUs) % grainUs));
}

export function plus(at: Instant, micros: number): Instant {
  return instant(at + micros);
}

/** The next moment that a number can tell from it: up to 8 microseconds later. */
export function next(at: Instant): Instant {
  return plus(at, 2 ** Math.max(0, Math.floor(Math.log2(Math.abs(at))) - DOUBLE_DIGITS));
}

const DOUBLE_DIGITS = 52;

const RFC3339 =
  /^(\d{4}|[+-]\d{6})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * RFC 3339 with what vendors and people leave out: a blank may stand for T; time, seconds, fraction and zone may be
 * missing (no zone is UTC); digits past the sixth are cut off. Years of six digits with their sign are understood too.
 * Null for anything else: impossible dates and times, and second 60 anywhere but at the end of a UTC day.
 */
export function parseRfc3339(text: string): Instant | null {
  const found = RFC3339.exec(text.trim());
  if (!found) return null;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found;
  const midnight = midnightMicros(Number(year), Number(month), Number(day));
  const time = timeMicros(Number(hour), Number(minute), Number(second));
  const offset = zoneMicros(zone);
  if (midnight === null || time === null || offset === null) return null;
  const seconds = midnight + time - offset;
  if (second === '60' && seconds % DAY !== 0) return null;
  return instant(seconds + Number(fraction.slice(0, 6).padEnd(6, '0')));
}

/** Years that no instant reaches are moved nearer, so that they can be reckoned with; they end at the ends all the same. */
function midnightMicros(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return midnightMs(Math.min(Math.max(year, -1), 9999), month, day) * MILLISECOND;
}

function timeMicros(hour: number, minute: number, second: number): number | null {
  return hour > 23 || minute > 59 || second > 60 ? null : (hour * 60 + minute) * MINUTE + second * SECOND;
}

function zoneMicros(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

/** RFC 3339 in UTC with `Z` and 3 fraction digits, or 6 where the instant is finer than a millisecond. */
export function formatRfc3339(at: Instant): string {
  const text = new Date(toMillis(at)).toISOString();
  const finer = ((at % MILLISECOND) + MILLISECOND) % MILLISECOND;
  return finer === 0 ? text : `${text.slice(0, -1)}${String(finer).padStart(3, '0')}Z`;
}

import { daysInMonth, midnightMs } from './calendar.ts';
import {
  DAY,
  EARLIEST,
  floorTo,
  type Instant,
  instant,
  LATEST,
  MILLISECOND,
  MINUTE,
  parseRfc3339,
  plus,
  toMillis,
} from './instant.ts';

/** Minute, hour, day, week, month, year. */
const UNITS = ['m', 'h', 'd', 'w', 'M', 'y'] as const;
export type TimeUnit = (typeof UNITS)[number];

/** A moment, or one that is known as soon as it is known when "now" is. */
export type TimeExpression =
  | { readonly kind: 'at'; readonly at: Instant }
  | {
      readonly kind: 'relative';
      /** Before now where negative. */
      readonly amount: number;
      readonly unit: TimeUnit;
      /** Then rounded down to this unit; null is not at all. */
      readonly roundedTo: TimeUnit | null;
    };

const RELATIVE = /^now(?:([+-]\d+)([mhdwMy]))?(?:\/([mhdwMy]))?$/;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
const WITH_EXPONENT = /^[+-]?\d+(?:\.\d+)?[eE][+-]?\d+$/;

/** Epoch milliseconds (a number, or a text of one), RFC 3339, or relative to now (`now-1d/d`). Null for anything else. */
export function parseTimePoint(input: string | number): TimeExpression | null {
  const text = String(input).trim();
  const at = parseEpochMillis(text) ?? parseRfc3339(text);
  return at === null ? parseRelative(text) : { kind: 'at', at };
}

/** Read digit by digit, so that a fraction is cut and never rounded. */
function parseEpochMillis(text: string): Instant | null {
  if (WITH_EXPONENT.test(text)) return instant(Number(text) * MILLISECOND);
  const found = DECIMAL.exec(text);
  if (!found) return null;
  const [, sign, whole, fraction = ''] = found;
  const micros = Number(whole) * MILLISECOND + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return instant(sign === '-' ? -micros : micros);
}

function isUnit(text: string | undefined): text is TimeUnit {
  return UNITS.some((unit) => unit === text);
}

function parseRelative(text: string): TimeExpression | null {
  const found = RELATIVE.exec(text);
  if (!found) return null;
  const [, amount = '0', unit, roundedTo] = found;
  return {
    kind: 'relative',
    amount: Number(amount),
    unit: isUnit(unit) ? unit : 'm',
    roundedTo: isUnit(roundedTo) ? roundedTo : null,
  };
}

/** The moment that is meant when it is `now`, in UTC. What lies beyond the ends of time is taken as the end, unrounded. */
export function resolve(expression: TimeExpression, now: Instant): Instant {
  if (expression.kind === 'at') return expression.at;
  const shifted = CALENDAR[expression.unit].shift(now, expression.amount);
  const beyond = shifted === EARLIEST || shifted === LATEST;
  return expression.roundedTo === null || beyond ? shifted : CALENDAR[expression.roundedTo].floor(shifted);
}

interface UnitOfTime {
  readonly shift: (at: Instant, amount: number) => Instant;
  readonly floor: (at: Instant) => Instant;
}

/** The Monday on which the weeks are counted from. */
const A_MONDAY = midnightMs(1970, 1, 5) * MILLISECOND;
const MONTHS_OF_YEAR = 12;

function fixed(micros: number, origin = 0): UnitOfTime {
  return {
    shift: (at, amount) => plus(at, amount * micros),
    floor: (at) => plus(at, -((((at - origin) % micros) + micros) % micros)),
  };
}

const CALENDAR: Readonly<Record<TimeUnit, UnitOfTime>> = {
  m: fixed(MINUTE),
  h: fixed(60 * MINUTE),
  d: fixed(DAY),
  w: fixed(7 * DAY, A_MONDAY),
  M: { shift: shiftMonths, floor: (at) => firstOf(at, (date) => date.getUTCMonth() + 1) },
  y: { shift: (at, years) => shiftMonths(at, years * MONTHS_OF_YEAR), floor: (at) => firstOf(at, () => 1) },
};

function firstOf(at: Instant, month: (date: Date) => number): Instant {
  const date = new Date(toMillis(at));
  return instant(midnightMs(date.getUTCFullYear(), month(date), 1) * MILLISECOND);
}

/** The same day and time of another month, or its last day where it is shorter. */
function shiftMonths(at: Instant, months: number): Instant {
  const date = new Date(toMillis(at));
  const ahead = date.getUTCFullYear() * MONTHS_OF_YEAR + date.getUTCMonth() + months;
  const year = Math.floor(ahead / MONTHS_OF_YEAR);
  if (year < new Date(toMillis(EARLIEST)).getUTCFullYear()) return EARLIEST;
  if (year > new Date(toMillis(LATEST)).getUTCFullYear()) return LATEST;
  const month = ahead - year * MONTHS_OF_YEAR + 1;
  const day = Math.min(date.getUTCDate(), daysInMonth(year, month));
  return instant(midnightMs(year, month, day) * MILLISECOND + (at - floorTo(at, DAY)));
}

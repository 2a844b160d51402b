const ABSOLUTE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/;
const RELATIVE = /^now(?:-(\d{1,6})([mhdwMy])(?:\/([mhdwMy]))?)?$/;
const DAY_MS = 86_400_000;
const FIXED_MS = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS } as const;
const THURSDAY_TO_MONDAY_MS = 4 * DAY_MS;

type Unit = keyof typeof FIXED_MS | 'M' | 'y';

/** Epoch milliseconds of one of the three forms, or nothing: `1576073415531`, `2021-01-25 05:57+01:00`, `now-1y/w`. */
export function readMoment(text: string, now: number): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const relative = RELATIVE.exec(text);
  if (!relative) return absolute(text);
  const [, amount, unit, alignment] = relative;
  const back = amount === undefined ? now : before(now, Number(amount), unit as Unit);
  return alignment === undefined ? back : aligned(back, alignment as Unit);
}

function absolute(text: string): number | undefined {
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = ABSOLUTE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  const midnight = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date)) return undefined;
  const offset = zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const at = Date.parse(`${date}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(at) ? undefined : at;
}

/** Months and years back keep the day of the month, or take the month's last. */
function before(now: number, amount: number, unit: Unit): number {
  if (unit !== 'M' && unit !== 'y') return now - amount * FIXED_MS[unit];
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - amount * (unit === 'y' ? 12 : 1));
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return date.getTime();
}

/** The start of the minute, hour, day, week (Monday), month or year, in UTC. */
function aligned(at: number, unit: Unit): number {
  const date = new Date(at);
  switch (unit) {
    case 'm':
    case 'h':
    case 'd':
      return Math.floor(at / FIXED_MS[unit]) * FIXED_MS[unit];
    case 'w':
      return Math.floor((at - THURSDAY_TO_MONDAY_MS) / FIXED_MS.w) * FIXED_MS.w + THURSDAY_TO_MONDAY_MS;
    case 'M':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    case 'y':
      return Date.UTC(date.getUTCFullYear(), 0, 1);
  }
}

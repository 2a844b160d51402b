const FORM = /^(?:[A-Z][a-z]{2}), (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (\S+)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const OFFSET = /^(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})$/;

/** `Mon, 04 Nov 2024 12:00:00 Asia/Shanghai` in epoch milliseconds; nothing if it is not of that form. */
export function readDateHeader(text: string): number | undefined {
  const [, day, monthName = '', year, hour, minute, second, zone = ''] = FORM.exec(text) ?? [];
  const month = MONTHS.indexOf(monthName);
  if (month < 0) return undefined;
  const local = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  const offset = offsetMs(zone, local);
  return offset === undefined ? undefined : local - offset;
}

function offsetMs(zone: string, local: number): number | undefined {
  if (zone === 'GMT' || zone === 'UTC' || zone === 'Z') return 0;
  const [, sign, hours, minutes] = OFFSET.exec(zone) ?? [];
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return namedOffsetMs(zone, local);
}

function namedOffsetMs(zone: string, local: number): number | undefined {
  if (!zone.includes('/')) return undefined;
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(local);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    return offsetMs(name, local);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

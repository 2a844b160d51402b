/** `2019-06-05T21:12:53.190506+00:00`; the fraction is left out when it is zero, as Python's isoformat does. */
export function isoMicros(epochMicros: number): string {
  const seconds = Math.floor(epochMicros / 1_000_000);
  const micros = epochMicros - seconds * 1_000_000;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return micros === 0 ? `${text}+00:00` : `${text}.${String(micros).padStart(6, '0')}+00:00`;
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})?$/;

/** Epoch microseconds of an ISO 8601 date-time (no zone means UTC, finer digits are cut off), or null where it is none. */
export function microsOf(text: string): number | null {
  const [, day, time, fraction = '', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  if (day === undefined || time === undefined) return null;
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return null;
  const millis = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(millis) ? null : millis * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Milliseconds from the epoch to the midnight that begins a UTC day. `month` is 1 to 12; both may run over their ends. */
export function midnightMs(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

const LEAP_CYCLE_YEARS = 400;
const A_CYCLE_BEGINS = 2000;

/** How many days a month (1 to 12) of any Gregorian year has, however far away. */
export function daysInMonth(year: number, month: number): number {
  const alike = A_CYCLE_BEGINS + (year % LEAP_CYCLE_YEARS);
  return new Date(midnightMs(alike, month + 1, 0)).getUTCDate();
}

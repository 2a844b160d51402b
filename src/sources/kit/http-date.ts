const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w: -]+$/;
const ZONE = / (?:GMT|UTC|[+-]0000)$/;

/** A date of HTTP in epoch milliseconds, in any of its three forms (RFC 9110, 5.6.7); null for anything else, bare numbers too. */
export function httpDateMs(text: string): number | null {
  if (!HTTP_DATE.test(text)) return null;
  const ms = Date.parse(ZONE.test(text) ? text : `${text} GMT`);
  return Number.isNaN(ms) ? null : ms;
}

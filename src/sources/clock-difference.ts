import type { VendorResponse } from './adapter.ts';

/** When a request left and when its answer was there, by our clock, in epoch milliseconds. */
export interface Exchanged {
  readonly sentAt: number;
  readonly answeredAt: number;
}

/**
 * How far the vendor's clock is ahead of ours, in milliseconds, by the `Date` of an answer; null where it has none that
 * can be read. That header tells whole seconds, written at some moment of the exchange: of all differences that fit,
 * this is the one nearest to none.
 */
export function clockDifferenceMs({ headers }: VendorResponse, { sentAt, answeredAt }: Exchanged): number | null {
  const second = Date.parse(headers.date ?? '');
  if (Number.isNaN(second)) return null;
  const least = second - answeredAt;
  const most = second + 999 - sentAt;
  return least > 0 ? least : Math.min(0, most);
}

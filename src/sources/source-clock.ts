import { fromMillis, plus, SECOND } from '../domain/instant.ts';
import { type ClockOffset, type ClockWatch, offsetOf } from '../lanes/clock-offset.ts';
import type { VendorResponse } from './adapter.ts';
import type { Transport } from './transport.ts';

export interface SourceClock {
  /** From now on until it is closed. */
  watch(): ClockWatch;
}

/** The same transport; what its answers tell of the source's clock can be watched. Refusals may be somebody else's answers. */
export function clocked(inner: Transport): { readonly transport: Transport; readonly clock: SourceClock } {
  const watching = new Set<(offset: ClockOffset) => void>();
  const send: Transport['send'] = async (...asked) => {
    const sentMs = performance.now();
    const response = await inner.send(...asked);
    const offset = clockOffset(response, sentMs, performance.now());
    if (offset !== null) for (const see of watching) see(offset);
    return response;
  };
  return { transport: { ...inner, send }, clock: { watch: () => watch(watching) } };
}

/** `Date` is the source's clock at some moment of the exchange, finer digits cut off. */
function clockOffset({ status, headers }: VendorResponse, sentMs: number, answeredMs: number): ClockOffset | null {
  const second = status < 400 ? Date.parse(headers.date ?? '') : Number.NaN;
  if (Number.isNaN(second)) return null;
  const least = fromMillis(second);
  return offsetOf({ least, most: plus(least, SECOND) }, sentMs, answeredMs);
}

function watch(watching: Set<(offset: ClockOffset) => void>): ClockWatch {
  let seen: ClockOffset | null = null;
  const see = ({ least, most }: ClockOffset) => {
    seen = { least: Math.min(seen?.least ?? least, least), most };
  };
  watching.add(see);
  return { seen: () => seen, close: () => void watching.delete(see) };
}

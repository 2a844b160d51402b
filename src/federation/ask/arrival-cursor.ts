import type { Seal } from './seal.ts';

const VERSION = 'a2';

/** The cursor of an edge of `auditEventAdded`: a number in the order of arrival, good with any filter. */
export function encodeArrivalCursor(arrival: number, { seal }: Seal): string {
  return seal([VERSION, arrival]);
}

/** Null for any text but such a cursor. */
export function parseArrivalCursor(text: string, { unseal }: Seal): number | null {
  const [version, digits = '', ...rest] = unseal(text) ?? [];
  if (version !== VERSION || rest.length > 0 || !/^(0|[1-9]\d{0,15})$/.test(digits)) return null;
  const arrival = Number(digits);
  return Number.isSafeInteger(arrival) ? arrival : null;
}

import { seal, unseal } from './sealed-text.ts';

const VERSION = 'a1';

/** The cursor of an edge of `auditEventAdded`: a number in the order of arrival, good with any filter. */
export function encodeArrivalCursor(arrival: number): string {
  return seal([VERSION, arrival]);
}

/** Null for any text but such a cursor. */
export function parseArrivalCursor(text: string): number | null {
  const [version, digits = '', ...rest] = unseal(text) ?? [];
  if (version !== VERSION || rest.length > 0 || !/^(0|[1-9]\d{0,15})$/.test(digits)) return null;
  const arrival = Number(digits);
  return Number.isSafeInteger(arrival) ? arrival : null;
}

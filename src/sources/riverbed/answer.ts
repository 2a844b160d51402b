import { z } from 'zod';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { VendorResponse } from '../adapter.ts';
import { bodyAs } from '../kit/body.ts';

export interface EventsAnswer {
  readonly items: readonly Json[];
  /** How many events match the filter, and how many this answer holds at most: null where the appliance does not say. */
  readonly total: number | null;
  readonly limit: number | null;
}

const BODY = z.object({ items: z.array(z.custom<Json>()), meta: z.unknown().optional() });

export function eventsAnswer(response: VendorResponse): EventsAnswer {
  const { items, meta } = bodyAs(BODY, response);
  const said = isJsonObject(meta) ? meta : {};
  return { items, total: wholeNumber(said.total), limit: wholeNumber(said.limit) };
}

function wholeNumber(value: Json | undefined): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

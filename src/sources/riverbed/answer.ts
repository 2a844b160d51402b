import { z } from 'zod';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { VendorResponse } from '../adapter.ts';
import { bodyAs, RECORDS } from '../kit/body.ts';
import type { ListAnswer } from '../kit/walks/offset/list.ts';

const BODY = z.object({ items: RECORDS, meta: z.unknown().optional() });

export function eventsAnswer(response: VendorResponse): ListAnswer {
  const { items, meta } = bodyAs(BODY, response);
  const said = isJsonObject(meta) ? meta : {};
  return { records: items, total: wholeNumber(said.total), limit: wholeNumber(said.limit) };
}

function wholeNumber(value: Json | undefined): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

import { Refusal } from '../kit/refusal.ts';

const STATUS = { 3: 400, 5: 404, 12: 501, 16: 401 } as const;

/** A no in gRPC's words: the code, and the HTTP status that belongs to it. */
export function fault(code: keyof typeof STATUS, message: string): Refusal {
  return new Refusal({ status: STATUS[code], body: { code, message, details: [] } });
}

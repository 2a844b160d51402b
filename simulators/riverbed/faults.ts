import { Refusal } from '../kit/refusal.ts';
import type { Answer } from '../kit/simulator.ts';

/** The ids the vendor's clients know, and one for refused arguments, of which no source tells the id. */
export type ErrorId =
  | 'AUTH_REQUIRED'
  | 'AUTH_INVALID_SESSION'
  | 'AUTH_EXPIRED_TOKEN'
  | 'AUTH_INVALID_CREDENTIALS'
  | 'RESOURCE_NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'REQUEST_INVALID_INPUT';

const STATUS: Record<ErrorId, number> = {
  AUTH_REQUIRED: 401,
  AUTH_INVALID_SESSION: 401,
  AUTH_EXPIRED_TOKEN: 401,
  AUTH_INVALID_CREDENTIALS: 401,
  RESOURCE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_INVALID_INPUT: 400,
};

export function fault(error_id: ErrorId, error_text: string): Refusal {
  return new Refusal({ status: STATUS[error_id], body: { error_id, error_text } });
}

/** The same refusal as older software sends it. */
export function asXml(answer: Answer): Answer {
  const body = answer.body as { readonly error_id?: ErrorId; readonly error_text?: string } | null;
  if (body?.error_id === undefined) return answer;
  const text = `<?xml version="1.0"?>\n<error error_id="${body.error_id}" error_text="${escaped(body.error_text ?? '')}"/>`;
  return { ...answer, headers: { ...answer.headers, 'content-type': 'text/xml' }, body: text };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

import { Refusal } from '../kit/refusal.ts';

const DESCRIPTIONS = {
  'ID.1000': 'Authentication failure',
  'ID.1001': 'Invalid session',
  'ID.1002': 'Permission denied',
  'ID.1006': 'Too many sessions',
  'SYS.1007': 'One or more API argument is invalid',
} as const;

/** What the HTTP layer refuses: plain text. */
export function plain(status: 400 | 403 | 404 | 405 | 500, text: string): Refusal {
  return new Refusal({ status, body: text });
}

/** What an API refuses: always 503, told apart by `error.code`. */
export function apiError(code: keyof typeof DESCRIPTIONS, details: string): Refusal {
  return new Refusal({ status: 503, body: { error: { code, description: DESCRIPTIONS[code], details } } });
}

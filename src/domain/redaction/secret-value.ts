import type { Json } from '../json.ts';
import { schemePrefix } from './auth-scheme.ts';
import { normalName } from './secret-names.ts';

/** The text that stands where a secret stood. */
export const REDACTED = '[REDACTED]';

/** Names of secrets that people choose: such a value is no header's, and its first word is as secret as the rest. */
const CHOSEN = /(?:password|passwd|pwd|passphrase|passcode|secret)s?$/;

/**
 * What is shown of the value that a secret's name stands before: null, booleans and empty texts as they are, of a header's
 * value the scheme word, of everything else nothing.
 */
export function withoutSecret(name: string, value: Json): Json {
  if (value === null || typeof value === 'boolean' || value === '') return value;
  if (typeof value !== 'string' || CHOSEN.test(normalName(name))) return REDACTED;
  return schemePrefix(value) + REDACTED;
}

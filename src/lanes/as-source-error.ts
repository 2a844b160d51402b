import { BUILT_IN, type RedactionRules, redactText } from '../domain/redact.ts';
import { wellFormed } from '../domain/text.ts';
import { SourceError, sourceError } from './source-error.ts';

const LONGEST_REASON = 300;

/**
 * Whatever reading one source throws, as a failure of that source: what is none yet is an INVALID_RESPONSE, its reason told
 * without secrets and in bounds.
 */
export function asSourceError(error: unknown, rules: RedactionRules = BUILT_IN): SourceError {
  if (error instanceof SourceError) return error;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : `a thrown ${typeof error}`;
  const reason = redactText(wellFormed(said.slice(0, LONGEST_REASON)), rules);
  const message = `expected to make sense of what the source gave, but reading it failed: ${reason}`;
  return sourceError('INVALID_RESPONSE', message, {}, { cause: error });
}

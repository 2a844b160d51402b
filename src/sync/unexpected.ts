import type { Json } from '../domain/json.ts';
import { BUILT_IN, redact } from '../domain/redact.ts';
import { wellFormed } from '../domain/text.ts';
import { type Problem, problem, SourceError } from '../lanes/source-error.ts';

const LONGEST_WORDS = 300;

/** What is told of an error that nobody foresaw: its own words, as far as they are fit to be told. */
export function unexpected(error: unknown): Problem {
  if (error instanceof SourceError) return error.problem;
  const { name, message } = error instanceof Error ? error : { name: 'no error', message: String(error) };
  const words = wellFormed(`${name}: ${message}`.replaceAll(/\s+/g, ' ').slice(0, LONGEST_WORDS));
  const told = redact(words as Json, BUILT_IN);
  return problem('INVALID_RESPONSE', `expected to copy all that was read, but one thing could not be: ${told}`);
}

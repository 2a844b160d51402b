import type { Json } from '../domain/json.ts';
import { type RedactionRules, redact } from '../domain/redact.ts';
import { wellFormed, wellFormedJson } from '../domain/text.ts';
import { type Problem, SourceError } from '../lanes/source-error.ts';

const LONGEST_MESSAGE = 500;

/** A problem fit to be told: a vendor's own words may hold what nobody should read, or be as long as a page. */
export function cleanProblem(problem: Problem, rules: RedactionRules): Problem {
  const clean = redact(wellFormedJson(problem as unknown as Json), rules) as unknown as Problem;
  return { ...clean, message: shortened(clean.message) };
}

function shortened(message: string): string {
  return message.length <= LONGEST_MESSAGE ? message : `${wellFormed(message.slice(0, LONGEST_MESSAGE - 1))}…`;
}

/** What reading an answer throws, fit to be told. */
export function cleanly<Result>(read: () => Result, rules: RedactionRules): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new SourceError(cleanProblem(error.problem, rules), { cause: error.cause });
  }
}

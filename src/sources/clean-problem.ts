import type { Json } from '../domain/json.ts';
import { type RedactionRules, redact } from '../domain/redact.ts';
import { wellFormed, wellFormedJson } from '../domain/text.ts';
import { asSourceError } from '../lanes/as-source-error.ts';
import { type Problem, SourceError, type VendorError } from '../lanes/source-error.ts';

const LONGEST_MESSAGE = 500;
/** Characters of each of a vendor's texts, and of its `opaque` as JSON. */
export const LONGEST_WORDS = 1_000;
export const LONGEST_OPAQUE = 2_000;
/** Errors that one may come from, each from the next. */
export const MOST_CAUSES = 10;
/** So much is looked through for secrets before it is cut to what is told. */
const MOST_READ = 32_768;

/** A problem fit to be told: a vendor's own words may hold what nobody should read, or be as long as a book. */
export function cleanProblem(problem: Problem, rules: RedactionRules): Problem {
  const readable = bounded(problem, { message: MOST_READ, words: MOST_READ, opaque: MOST_READ });
  const clean = redact(wellFormedJson(readable as unknown as Json), rules) as unknown as Problem;
  return bounded(clean, { message: LONGEST_MESSAGE, words: LONGEST_WORDS, opaque: LONGEST_OPAQUE });
}

interface Lengths {
  readonly message: number;
  readonly words: number;
  readonly opaque: number;
}

function bounded(problem: Problem, lengths: Lengths): Problem {
  const message = shortened(problem.message, lengths.message);
  return { ...problem, message, vendor: boundedError(problem.vendor, lengths, MOST_CAUSES) };
}

function boundedError(vendor: VendorError | null, lengths: Lengths, causes: number): VendorError | null {
  if (vendor === null) return null;
  const words = (text: string | null) => (text === null ? null : shortened(text, lengths.words));
  return {
    code: words(vendor.code),
    description: words(vendor.description),
    details: words(vendor.details),
    elaboration: words(vendor.elaboration),
    opaque: boundedJson(vendor.opaque, lengths.opaque),
    cause: causes > 0 ? boundedError(vendor.cause, lengths, causes - 1) : null,
  };
}

/** A value too long to be told is the beginning of its JSON. */
function boundedJson(value: Json, longest: number): Json {
  if (typeof value === 'string') return shortened(value, longest);
  const text = JSON.stringify(value);
  return text.length <= longest ? value : shortened(text, longest);
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${wellFormed(text.slice(0, longest - 1))}…`;
}

/** What reading an answer throws, whatever it is, as a failure of the source that is fit to be told. */
export function cleanly<Result>(read: () => Result, rules: RedactionRules): Result {
  try {
    return read();
  } catch (error) {
    const { problem, cause } = asSourceError(error, rules);
    throw new SourceError(cleanProblem(problem, rules), { cause });
  }
}

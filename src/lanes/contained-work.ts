import { BUILT_IN, type RedactionRules } from '../domain/redact.ts';
import { asSourceError } from './as-source-error.ts';

/** Work for one source; all that it throws is a failure of that source, but for the end of who waits for it. */
export async function containedWork<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal,
  rules: RedactionRules = BUILT_IN,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw signal.aborted ? error : asSourceError(error, rules);
  }
}

import { SourceError } from '../lanes/source-error.ts';
import { holdsTooMuch } from './kit/too-large.ts';

/** Whether an answer was over the size cap. */
export function isTooLarge(error: unknown): error is SourceError {
  return error instanceof SourceError && holdsTooMuch(error.problem);
}

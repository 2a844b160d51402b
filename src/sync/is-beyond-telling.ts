import { SourceError } from '../lanes/source-error.ts';
import { LeaseLost } from '../store/port/archive-store.ts';

/** Under a lost lease, or to a database that is away, nothing can be told: another process does it, or this one when it is back. */
export function isBeyondTelling(error: unknown): boolean {
  return error instanceof LeaseLost || (error instanceof SourceError && error.problem.code === 'UNREACHABLE');
}

import { BUILT_IN, type RedactionRules } from '../domain/redact.ts';
import { asSourceError } from './as-source-error.ts';
import { type Item, type Lane, LanePaused } from './lane.ts';

/** The same lane; all that reading it throws is a failure of its source, but for a pause and the end of who reads it. */
export async function* contained(
  lane: Lane,
  signal: AbortSignal,
  rules: RedactionRules = BUILT_IN,
): AsyncGenerator<Item> {
  try {
    yield* lane;
  } catch (error) {
    throw error instanceof LanePaused || signal.aborted ? error : asSourceError(error, rules);
  }
}

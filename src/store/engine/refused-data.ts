import { wellFormed } from '../../domain/text.ts';
import { Unstorable } from '../rules/storable.ts';
import { sqlStateOf } from './sql-state.ts';

/** Of the words of a database so many are told. */
export const LONGEST_WORDS = 300;

/** SQLSTATE's classes of what is wrong with data: exceptions of values, broken constraints, and limits of the database. */
const OF_DATA = /^(?:22|23|54)[0-9A-Z]{3}$/;
/**
 * Why the database cannot hold what it was given: the place in it, or the database's own words and its code; null for an error of
 * anything else, which may not come again.
 */
export function refusedData(error: unknown): string | null {
  if (error instanceof Unstorable) return error.message;
  const refused = wordsOfDatabase(error);
  return refused && OF_DATA.test(refused.code) ? refused.words : null;
}

/** Why the database refused something, in its own words and with its code; null for an error that is not the database's. */
export function wordsOfDatabase(error: unknown): { readonly code: string; readonly words: string } | null {
  const code = sqlStateOf(error);
  return code === null ? null : { code, words: `${bounded((error as Error).message)} (SQLSTATE ${code})` };
}

function bounded(words: string): string {
  const line = wellFormed(words).replaceAll(/\s+/g, ' ').trim();
  return line.length <= LONGEST_WORDS ? line : `${line.slice(0, LONGEST_WORDS - 1)}…`;
}

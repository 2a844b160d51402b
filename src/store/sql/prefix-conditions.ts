import { isWellFormed } from '../../domain/text.ts';
import type { Conditions } from './condition.ts';
import { raw, type Sql, sql } from './sql.ts';
import { isAmong, isOneOf, isSayable, isUnder, TEXT_CONDITIONS } from './text-conditions.ts';

/** So many characters of a text are indexed: any text can be stored, and PostgreSQL's indexes hold 2,704 bytes a row. */
export const INDEXED_CHARACTERS = 256;

/**
 * Of texts that are indexed by their beginning, in the words of that index. A text that is shorter is its beginning: to say
 * no more than that lets the planner expect the right number of rows. A longer one is compared whole besides.
 */
export const PREFIX_CONDITIONS: Conditions = {
  ...TEXT_CONDITIONS,
  eq: (value, { value: asked, ignoreCase }) => (ignoreCase ? null : said(value, [asked], isOneOf, isAmong)),
  in: (value, { values, ignoreCase }) => (ignoreCase ? null : said(value, values, isOneOf, isAmong)),
  under: (value, { values }, few) =>
    isSayable(values, few) ? said(value, values, (short, types) => isUnder(short, types, few), isAmongOrBelow) : null,
};

type Say = (value: Sql, texts: readonly string[]) => Sql;

/** Short texts in their words, of the beginning, and long ones in theirs; null where the database cannot be sent them. */
function said(value: Sql, texts: readonly string[], ofShort: Say, ofLong: Say): Sql | null {
  if (!texts.every(isWellFormed)) return null;
  const [shortOnes, longOnes] = [texts.filter(isShort), texts.filter((text) => !isShort(text))];
  const short = ofShort(beginningOf(value), shortOnes);
  if (longOnes.length === 0) return short;
  const begins = isAmong(beginningOf(value), longOnes.map(beginning));
  const long = sql`(${begins} AND ${ofLong(value, longOnes)})`;
  return shortOnes.length === 0 ? long : sql`(${short} OR ${long})`;
}

function isAmongOrBelow(value: Sql, types: readonly string[]): Sql {
  const isBelow = sql`EXISTS (SELECT FROM unnest(${[...types]}::text[]) AS type WHERE starts_with(${value}, type || '.'))`;
  return sql`(${isAmong(value, types)} OR ${isBelow})`;
}

function beginningOf(value: Sql): Sql {
  return sql`left(${value}, ${raw(String(INDEXED_CHARACTERS))})`;
}

/** Counted in halves of characters it is at least as long: what is short by this count is so by any. */
function isShort(text: string): boolean {
  return text.length < INDEXED_CHARACTERS;
}

/** No character takes more than two halves. */
function beginning(text: string): string {
  return [...text.slice(0, 2 * INDEXED_CHARACTERS)].slice(0, INDEXED_CHARACTERS).join('');
}

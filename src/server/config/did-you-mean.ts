import { closestMatch } from 'leven';

/** So many of ten letters may be wrong; two of a short name, as two that changed their places are. */
const WRONG_OF_TEN = 4;
const WRONG_AT_LEAST = 2;
/** Of fewer letters nothing is made; from so many on they may be the beginning of a name. */
const BEGINNING = 3;

/** The name among those that there are which somebody most likely meant, or null. Cases, hyphens and underscores do not count. */
export function didYouMean(written: string, names: readonly string[]): string | null {
  const told = new Map(names.map((name) => [letters(name), name]));
  const meant = letters(written);
  if (meant.length < BEGINNING) return null;
  const spellings = [...told.keys()];
  const maxDistance = Math.max(WRONG_AT_LEAST, Math.floor((meant.length * WRONG_OF_TEN) / 10));
  const nearest = closestMatch(meant, spellings, { maxDistance }) ?? spellings.find((each) => each.startsWith(meant));
  return nearest === undefined ? null : (told.get(nearest) ?? null);
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Every code point with case lies below this one; a test holds it. */
const CASED_BELOW = 0x20000;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

function casedCharacters(): readonly string[] {
  const every = Array.from({ length: CASED_BELOW }, (_, code) =>
    code >= FIRST_SURROGATE && code <= LAST_SURROGATE ? '' : String.fromCodePoint(code),
  );
  return every.join('').match(/\p{Changes_When_Casemapped}/gu) ?? [];
}

/** What stands for all that are alike but for case, the same whichever of them is asked: lower case where there is one. */
function representative(alike: readonly string[]): string {
  return alike.find((character) => /\p{Ll}/u.test(character)) ?? alike[0] ?? '';
}

/** The engine's own `iu` expressions compare by simple folding, so they know who is alike. */
function foldedCharacters(): ReadonlyMap<string, string> {
  const cased = casedCharacters();
  const text = cased.join('');
  const folded = new Map<string, string>();
  for (const character of cased) {
    if (folded.has(character)) continue;
    const alike = text.match(new RegExp(character, 'giu')) ?? [];
    const folding = representative(alike);
    if (alike.length > 1) for (const each of alike) folded.set(each, folding);
  }
  return folded;
}

/** Unicode simple case folding, one code point for one: each that has others alike but for case, and what stands for them all. */
export const FOLDED: ReadonlyMap<string, string> = foldedCharacters();

const BEYOND_ASCII = /[\u0080-\uffff]/;
const CASED = /\p{Changes_When_Casemapped}/gu;

/** Two texts differ in nothing but case, as RE2's `(?i)` sees it, exactly when their folded texts are equal. */
export function fold(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  return text.replace(CASED, (character) => FOLDED.get(character) ?? character);
}

import { parseBlock, soleIpv4 } from '../../domain/address.ts';
import type { Test } from '../../domain/filter.ts';
import type { Json } from '../../domain/json.ts';

/** The values one of which a test asks for, letter by letter: of `eq`, `in` and `under`; null for what asks otherwise. */
export function textsAsked(test: Test): readonly string[] | null {
  if (test.op === 'under') return test.values;
  if (test.op === 'eq' && !test.ignoreCase) return [test.value];
  return test.op === 'in' && !test.ignoreCase ? test.values : null;
}

/** The one text that a value must be; null where there are several, or an empty one, or a test that asks otherwise. */
export function soleText(test: Test): string | null {
  const [only, ...others] = (test.op === 'under' ? null : textsAsked(test)) ?? [];
  return others.length === 0 ? only || null : null;
}

/** The one IPv4 address that a value must be, as it is written; null for a test that asks otherwise. */
export function soleAddress(test: Test): string | null {
  if (test.op !== 'inBlock' || test.blocks.length !== 1) return null;
  const block = parseBlock(test.blocks[0] ?? '');
  return block && soleIpv4(block);
}

/** The texts of a slot in which `words` said a list. */
export function textsSaid(words: Json | undefined): readonly string[] {
  return Array.isArray(words) ? words.map(String) : [];
}

import { InputError } from '../../domain/input-error.ts';
import { checkSize, type JsonSize } from '../../domain/json-size.ts';
import { MAX_PATTERN_LENGTH, MAX_PATTERN_SIZE } from '../../domain/pattern.ts';
import { patternSize } from '../../domain/pattern-size.ts';
import type { FilterInput, StringFilterInput } from './filter-input.ts';

/** How large a filter may be as it is given, its lists and `equals` included. */
export const FILTER_SIZE: JsonSize = { levels: 100, values: 20_000, items: 10_000, characters: 500_000 };

/** The most conditions one filter may hold. */
export const MAX_CONDITIONS = 1_000;
/** The most words that `text` may ask for, and how long it may be, in UTF-16 units. */
export const MAX_WORDS = 1_000;
export const MAX_TEXT_LENGTH = 100_000;

/** Throws an `InputError` for a filter that is too large to be read. */
export function checkFilterSize(filter: FilterInput, argument: string): void {
  checkSize(filter, argument, FILTER_SIZE);
  const size = patternsIn(filter);
  if (size > MAX_PATTERN_SIZE) {
    throw new InputError(argument, `RE2 expressions of at most ${MAX_PATTERN_SIZE} steps together`, `about ${size}`);
  }
}

/** Of all patterns in it together: each alone may be small. One that is too long is refused by itself. */
function patternsIn(filter: FilterInput): number {
  let size = 0;
  const open: unknown[] = [filter];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const { matches, notMatches, ignoreCase } = next as StringFilterInput;
    for (const pattern of [matches, notMatches]) {
      if (typeof pattern === 'string' && pattern.length <= MAX_PATTERN_LENGTH)
        size += patternSize(pattern, ignoreCase ?? false);
    }
    open.push(...Object.entries(next).flatMap(([name, value]) => (name === 'equals' ? [] : [value])));
  }
  return size;
}

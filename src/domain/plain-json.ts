import { InputError, shown } from './input-error.ts';
import { isJsonObject, type Json } from './json.ts';
import { isWellFormed } from './text.ts';

/** How many objects and lists of a given JSON value may hold one another. */
export const DEEPEST_JSON = 100;

/**
 * That a value can be stored as it is: no U+0000 and no half of a surrogate pair in any text, member names included, and
 * not too deep. Throws an `InputError` that names the place.
 */
export function checkPlainJson(value: Json, argument: string, depth = 0): void {
  if (typeof value === 'string') checkText(value, argument);
  if (depth > DEEPEST_JSON) throw new InputError(argument, `at most ${DEEPEST_JSON} levels of JSON`, 'more');
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkPlainJson(item as Json, `${argument}[${index}]`, depth + 1);
  } else if (isJsonObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      checkText(name, `${argument}: a member's name`);
      checkPlainJson(item, `${argument}.${name}`, depth + 1);
    }
  }
}

function checkText(text: string, argument: string): void {
  if (!isWellFormed(text)) throw new InputError(argument, 'a text without U+0000 and lone surrogates', shown(text));
}

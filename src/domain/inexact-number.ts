import { isExact } from './foreign-json/exact-number.ts';
import { InputError, shown } from './input-error.ts';
import { endOfString } from './json-size.ts';

/** So many characters without an exponent hold no more digits than a double does. */
const SHORT = 15;
const QUOTE = 0x22;
const NUMBER = /-?\d[\d.eE+-]*/y;

/** Refuses JSON with a number that would silently become another. Throws an `InputError`. */
export function checkNumbers(json: string, argument: string): void {
  const found = inexactNumber(json);
  if (found !== null) throw new InputError(argument, 'numbers that a double holds, others as texts', shown(found));
}

/** The first number of a JSON text that no double says, as it is written there; null when there is none. */
function inexactNumber(json: string): string | null {
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    if (code !== MINUS && (code < ZERO || code > NINE)) continue;
    NUMBER.lastIndex = at;
    const [number = ''] = NUMBER.exec(json) ?? [];
    if ((number.length > SHORT || /e/i.test(number)) && !isExact(number)) return number;
    at += Math.max(0, number.length - 1);
  }
  return null;
}

const [MINUS, ZERO, NINE] = [0x2d, 0x30, 0x39];

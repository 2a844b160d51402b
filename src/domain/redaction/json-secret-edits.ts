import { decodeJsonString } from './json-string.ts';
import { REDACTED, withoutSecret } from './secret-value.ts';
import type { TextEdit } from './text-edit.ts';

const STAYS: readonly string[] = ['null', 'true', 'false', ''];

/**
 * What becomes of the JSON value from `start` to `end` of a text when a secret's name stands before it: no edit, or one.
 * `end` is null when the text is cut off inside the value, and then all that is left of the text goes.
 */
export function jsonSecretEdits(text: string, name: string, start: number, end: number | null): readonly TextEdit[] {
  if (end === null) return [{ start, end: text.length, text: JSON.stringify(REDACTED) }];
  if (text[start] === '"') {
    const said = decodeJsonString(text, { start, end, cut: false }).text;
    const shown = withoutSecret(name, said);
    return shown === said ? [] : [{ start, end, text: JSON.stringify(shown) }];
  }
  return STAYS.includes(text.slice(start, end)) ? [] : [{ start, end, text: JSON.stringify(REDACTED) }];
}

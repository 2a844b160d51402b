import { InputError } from './input-error.ts';

/** How large plain data is, or may be. */
export interface JsonSize {
  /** How many objects and lists hold one another. */
  readonly levels: number;
  /** How many values it holds, however deep, members of objects and items of lists alike. */
  readonly values: number;
  /** How many items its longest list has. */
  readonly items: number;
  /** How many UTF-16 units all its texts and the names of its members have together. */
  readonly characters: number;
}

/** What is given may be so large. However deep it is, looking takes no stack, and ends with the first excess. */
export function checkSize(given: unknown, argument: string, most: JsonSize): void {
  refuseExcess(sizeOf(given, most), argument, most);
}

/** The same of JSON that is still a text, for parsing takes longer than looking; its characters are not counted. */
export function checkTextSize(json: string, argument: string, most: JsonSize): void {
  refuseExcess(sizeOfText(json, most), argument, most);
}

/** The size of plain data; what is above `most` is not looked at any further. */
export function sizeOf(given: unknown, most: JsonSize): JsonSize {
  const found = { levels: 0, values: 0, items: 0, characters: 0 };
  const open = [given];
  const levels = [0];
  while (open.length > 0 && !isAbove(found, most)) {
    const value = open.pop();
    const level = levels.pop() ?? 0;
    if (typeof value === 'string') found.characters += value.length;
    if (typeof value !== 'object' || value === null) continue;
    found.levels = Math.max(found.levels, level + 1);
    const names = Array.isArray(value) ? null : Object.keys(value);
    if (names === null) found.items = Math.max(found.items, (value as readonly unknown[]).length);
    for (const name of names ?? []) found.characters += name.length;
    const parts: readonly unknown[] = names === null ? (value as readonly unknown[]) : Object.values(value);
    found.values += parts.length;
    if (isAbove(found, most)) break;
    for (const part of parts) {
      open.push(part);
      levels.push(level + 1);
    }
  }
  return found;
}

function sizeOfText(text: string, most: JsonSize): JsonSize {
  let [depth, levels, values] = [0, 0, 0];
  for (let at = 0; at < text.length && levels <= most.levels && values <= most.values; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values += 1;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1;
      values += 1;
      if (depth > levels) levels = depth;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
  }
  return { levels, values, items: 0, characters: 0 };
}

/** Where a string's last quote stands; the text's end where there is none. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

function isAbove(found: JsonSize, most: JsonSize): boolean {
  return (
    found.levels > most.levels ||
    found.values > most.values ||
    found.items > most.items ||
    found.characters > most.characters
  );
}

const EXPECTED: readonly (readonly [keyof JsonSize, (most: number) => string])[] = [
  ['levels', (most) => `at most ${most} levels of objects and lists`],
  ['items', (most) => `lists of at most ${most} items`],
  ['values', (most) => `at most ${most} values in all its objects and lists`],
  ['characters', (most) => `at most ${most} characters in all its texts`],
];

function refuseExcess(found: JsonSize, argument: string, most: JsonSize): void {
  const excess = EXPECTED.find(([name]) => found[name] > most[name]);
  if (excess) throw new InputError(argument, excess[1](most[excess[0]]), 'more');
}

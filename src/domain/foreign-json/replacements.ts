import { isExact } from './exact-number.ts';

/** A part of a JSON text that its text takes the place of, and where that is in the value. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly path: readonly string[];
}

/** A number of fewer characters and without exponent has at most 15 digits, and a double holds all of them. */
const SHORT_NUMBER = 15;
/** What some programs write for doubles that JSON has no number for. */
const NO_NUMBERS: readonly string[] = ['NaN', 'Infinity', '-Infinity'];

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [MINUS, ZERO, NINE] = [0x2d, 0x30, 0x39];
const BLANK = 0x20;

/** The objects and lists that are open at a place, and which part of each is being read. */
interface Open {
  readonly isList: boolean[];
  readonly index: number[];
  readonly nameStart: number[];
  readonly nameEnd: number[];
}

/**
 * What in a JSON text cannot be kept as it is: numbers that no double says, and objects and lists that more than `deepest`
 * others hold. One look at each character, whatever the text is: what is no JSON is found by whoever parses it. Throws a
 * SyntaxError where the text ends inside what lies too deep.
 */
export function replacements(text: string, deepest: number): readonly Replacement[] {
  const found: Replacement[] = [];
  const open: Open = { isList: [], index: [], nameStart: [], nameEnd: [] };
  let [depth, at, isValue] = [-1, 0, true];
  const replace = (start: number, end: number) => {
    if (isValue) found.push({ start, end, path: pathOf(text, open, depth) });
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(text, at);
      if (!isValue && depth >= 0) {
        open.nameStart[depth] = at;
        open.nameEnd[depth] = end;
      }
      at = end;
      isValue = false;
    } else if (code === COMMA) {
      isValue = open.isList[depth] === true;
      if (isValue) open.index[depth] = (open.index[depth] ?? 0) + 1;
      at += 1;
    } else if (code === COLON) {
      isValue = true;
      at += 1;
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (depth + 1 < deepest) {
        depth += 1;
        open.isList[depth] = code === OPEN_LIST;
        open.index[depth] = 0;
        isValue = code === OPEN_LIST;
        at += 1;
      } else {
        const end = closingEnd(text, at);
        replace(at, end);
        at = end;
        isValue = false;
      }
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth -= 1;
      at += 1;
      isValue = false;
    } else if (code <= BLANK) {
      at += 1;
    } else {
      const end = wordEnd(text, at);
      if (!isKept(text, at, end)) replace(at, end);
      at = end;
      isValue = false;
    }
  }
  return found;
}

/** Past the bracket that closes the one at `start`: brackets are paired, and nothing else is looked at. */
function closingEnd(text: string, start: number): number {
  let [at, open] = [start, 0];
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === OPEN_LIST || code === OPEN_OBJECT) open += 1;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) open -= 1;
    at = code === QUOTE ? stringEnd(text, at) : at + 1;
    if (open === 0) return at;
  }
  throw new SyntaxError('expected the end of what lies too deep, but got the end of the text');
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}

/** Past the characters of a number or a literal. */
function wordEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && isOfWord(text.charCodeAt(at))) at += 1;
  return at;
}

function isOfWord(code: number): boolean {
  return (
    code > BLANK &&
    code !== COMMA &&
    code !== CLOSE_OBJECT &&
    code !== CLOSE_LIST &&
    code !== COLON &&
    code !== QUOTE &&
    code !== OPEN_LIST &&
    code !== OPEN_OBJECT
  );
}

/** Of what is no number nothing is said: `true`, or no JSON at all. */
function isKept(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  if (first !== MINUS && (first < ZERO || first > NINE)) return !NO_NUMBERS.includes(text.slice(start, end));
  if (end - start <= SHORT_NUMBER && isDigits(text, start + 1, end)) return true;
  const word = text.slice(start, end);
  return isExact(word) && !NO_NUMBERS.includes(word);
}

/** Digits and points. */
function isDigits(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) > NINE) return false;
  return true;
}

function pathOf(text: string, { isList, index, nameStart, nameEnd }: Open, depth: number): readonly string[] {
  const path: string[] = [];
  for (let level = 0; level <= depth; level += 1) {
    path.push(isList[level] ? String(index[level]) : nameOf(text.slice(nameStart[level], nameEnd[level])));
  }
  return path;
}

/** A name that is no JSON string names nothing: the text is no JSON then. */
function nameOf(source: string): string {
  if (!source.includes('\\')) return source.slice(1, -1);
  try {
    return String(JSON.parse(source));
  } catch {
    return source;
  }
}

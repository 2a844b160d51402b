import { jsonStringAt } from './json-string.ts';
import { matchFrom, pastMatch } from './sticky.ts';

const BRACKET = /["{}[\]]/g;
const ATOM = /[^\s,\]}]*/y;

/**
 * Where the JSON value that starts at `start` ends, whatever is in it: brackets are paired outside strings and nothing else
 * is looked at. Null when the text is cut off inside it.
 */
export function jsonValueEnd(text: string, start: number): number | null {
  const first = text[start];
  if (first === '"') {
    const string = jsonStringAt(text, start);
    return string.cut ? null : string.end;
  }
  if (first === '{' || first === '[') return containerEnd(text, start);
  return pastMatch(ATOM, text, start);
}

function containerEnd(text: string, start: number): number | null {
  let depth = 0;
  let at = start;
  for (let found = matchFrom(BRACKET, text, at); found !== null; found = matchFrom(BRACKET, text, at)) {
    at = found[0] === '"' ? jsonStringAt(text, found.index).end : found.index + 1;
    if (found[0] === '{' || found[0] === '[') depth += 1;
    if (found[0] === '}' || found[0] === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}

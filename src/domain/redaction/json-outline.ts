import { type JsonString, jsonStringAt } from './json-string.ts';
import { pastMatch } from './sticky.ts';

/** Where the parts of a JSON value lie in a text; nothing is decoded. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'string' | 'atom';
  readonly start: number;
  readonly end: number;
  /** False when the text ends, or stops being JSON, inside the value: then only a string's `end` means anything. */
  readonly finished: boolean;
  readonly items: readonly JsonItem[];
}
export interface JsonItem {
  /** Null in an array. */
  readonly name: JsonString | null;
  readonly value: JsonNode;
}
export interface JsonOutline {
  readonly root: JsonNode;
  readonly end: number;
  /** False when a token at `end` does not fit; a text that is merely cut off is sound. */
  readonly sound: boolean;
}

interface Container extends JsonNode {
  readonly kind: 'object' | 'array';
  readonly items: JsonItem[];
  end: number;
  finished: boolean;
}

const BLANK = /[ \t\r\n]*/y;
const ATOM = /(?:true|false|null|NaN|-?Infinity|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|[-+.\w]+$/y;
/**
 * Reads the object or array that opens at `start` token by token, as far as it is JSON: to its end, to the end of the text,
 * or to the first token that does not fit. A comma too many before a closing bracket is overlooked.
 */
export function outlineJson(text: string, start: number): JsonOutline {
  const root = opened(text, start);
  const open = [root];
  let at = start + 1;
  let awaits: 'name' | 'colon' | 'value' | 'comma' = root.kind === 'object' ? 'name' : 'value';
  let name: JsonString | null = null;

  for (let holder = open.at(-1); holder !== undefined; holder = open.at(-1)) {
    at = pastMatch(BLANK, text, at) ?? at;
    const token = text[at];
    if (token === undefined) break;
    if (token === (holder.kind === 'object' ? '}' : ']') && mayClose(holder, awaits)) {
      at += 1;
      holder.end = at;
      holder.finished = true;
      open.pop();
      awaits = 'comma';
    } else if (awaits === 'comma' || awaits === 'colon') {
      if (token !== (awaits === 'comma' ? ',' : ':')) return { root, end: at, sound: false };
      at += 1;
      awaits = awaits === 'comma' && holder.kind === 'object' ? 'name' : 'value';
    } else if (awaits === 'name') {
      if (token !== '"') return { root, end: at, sound: false };
      name = jsonStringAt(text, at);
      at = name.end;
      awaits = 'colon';
    } else {
      const value = valueAt(text, at);
      holder.items.push({ name, value: value ?? misfit(at) });
      if (value === null) return { root, end: at, sound: false };
      at = value.end;
      name = null;
      if (isContainer(value)) open.push(value);
      awaits = value.kind === 'object' ? 'name' : value.kind === 'array' ? 'value' : 'comma';
    }
  }
  return { root, end: at, sound: true };
}

function mayClose(holder: Container, awaits: string): boolean {
  return awaits === 'comma' || awaits === (holder.kind === 'object' ? 'name' : 'value');
}

/** The string or atom at `at`, or the container that opens there, still empty; null when no value begins there. */
function valueAt(text: string, at: number): Container | JsonNode | null {
  const first = text[at];
  if (first === '{' || first === '[') return opened(text, at);
  if (first === '"') {
    const { end, cut } = jsonStringAt(text, at);
    return { kind: 'string', start: at, end, finished: !cut, items: [] };
  }
  const end = pastMatch(ATOM, text, at);
  return end === null ? null : { kind: 'atom', start: at, end, finished: true, items: [] };
}

/** What stands where a value should: a name before it may still say that it is a secret. */
function misfit(at: number): JsonNode {
  return { kind: 'atom', start: at, end: at, finished: false, items: [] };
}

function opened(text: string, start: number): Container {
  return { kind: text[start] === '{' ? 'object' : 'array', start, end: start + 1, finished: false, items: [] };
}

function isContainer(node: Container | JsonNode): node is Container {
  return node.kind === 'object' || node.kind === 'array';
}

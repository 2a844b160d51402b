import { isJsonObject, type Json } from './json.ts';

export type Found = { readonly found: true; readonly value: Json } | { readonly found: false };

const NOTHING: Found = { found: false };
const SYNTAX = /^(?:\/(?:[^~/]|~[01])*)*$/;
const INDEX = /^(?:0|[1-9]\d*)$/;

/** The reference tokens of an RFC 6901 JSON pointer, unescaped; none of them is the whole value. Null when it is no pointer. */
export function parsePointer(text: string): readonly string[] | null {
  if (!SYNTAX.test(text)) return null;
  return text
    .split('/')
    .slice(1)
    .map((token) => token.replace(/~[01]/g, (escaped) => (escaped === '~1' ? '/' : '~')));
}

/** The JSON pointer of these reference tokens. */
export function pointerOf(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What the tokens lead to, by members and elements of the value itself alone; `-` leads nowhere. */
export function follow(value: Json, tokens: readonly string[]): Found {
  let reached = value;
  for (const token of tokens) {
    const next = step(reached, token);
    if (next === undefined) return NOTHING;
    reached = next;
  }
  return { found: true, value: reached };
}

function step(value: Json, token: string): Json | undefined {
  if (Array.isArray(value)) return INDEX.test(token) ? (value as readonly Json[])[Number(token)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

/** The same JSON value: members in any order, elements in theirs; -0 is 0. */
export function equalJson(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, index) => equalJson(item, b[index]));
  }
  if (isJsonObject(a) && isJsonObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && equalJson(a[name] ?? null, b[name] ?? null))
    );
  }
  return a === b;
}

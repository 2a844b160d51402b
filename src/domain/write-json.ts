import type { Json } from './json.ts';

/** How a JSON value is written where JSON leaves a choice. */
export interface JsonStyle {
  readonly comma: string;
  readonly colon: string;
  /** The order of an object's members. */
  readonly order: (a: string, b: string) => number;
  readonly scalar: (value: string | number | boolean | null) => string;
}

/** Still to be written: a value, or punctuation as it is. */
type Piece = { readonly value: Json } | { readonly text: string };

/** The value in this style. However deep it is nested, it takes no stack. */
export function writeJson(value: Json, style: JsonStyle): string {
  const written: string[] = [];
  const todo: Piece[] = [{ value }];
  for (let piece = todo.pop(); piece !== undefined; piece = todo.pop()) {
    if ('text' in piece) written.push(piece.text);
    else if (typeof piece.value !== 'object' || piece.value === null) written.push(style.scalar(piece.value));
    else pushParts(piece.value, style, todo);
  }
  return written.join('');
}

/** The last part is pushed first, for the first one is to be written next. */
function pushParts(value: Exclude<Json, string | number | boolean | null>, style: JsonStyle, todo: Piece[]): void {
  if (isArray(value)) {
    todo.push({ text: ']' });
    for (let index = value.length - 1; index >= 0; index -= 1) {
      todo.push({ value: value[index] ?? null });
      if (index > 0) todo.push({ text: style.comma });
    }
    todo.push({ text: '[' });
    return;
  }
  const names = Object.keys(value).sort(style.order);
  todo.push({ text: '}' });
  for (let index = names.length - 1; index >= 0; index -= 1) {
    const name = names[index] ?? '';
    const opening = index === 0 ? '{' : style.comma;
    todo.push({ value: value[name] ?? null }, { text: `${opening}${style.scalar(name)}${style.colon}` });
  }
  if (names.length === 0) todo.push({ text: '{' });
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

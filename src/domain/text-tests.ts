import { fold } from './fold.ts';

/** How a value is compared with the text that was asked for. */
export const COMPARISONS = {
  eq: (value, asked) => value === asked,
  contains: (value, asked) => value.includes(asked),
  startsWith: (value, asked) => value.startsWith(asked),
  endsWith: (value, asked) => value.endsWith(asked),
} as const satisfies Record<string, (value: string, asked: string) => boolean>;

export type Comparison = keyof typeof COMPARISONS;

export type TextTest = (value: string) => boolean;

export function compares(comparison: Comparison, asked: string, ignoreCase: boolean): TextTest {
  const compare = COMPARISONS[comparison];
  if (!ignoreCase) return (value) => compare(value, asked);
  const folded = fold(asked);
  return (value) => compare(fold(value), folded);
}

export function isOneOf(values: readonly string[], ignoreCase: boolean): TextTest {
  const asked = new Set(ignoreCase ? values.map(fold) : values);
  return ignoreCase ? (value) => asked.has(fold(value)) : (value) => asked.has(value);
}

/** One of these dotted types itself, or a subtype of one: what stands before each dot is looked up. */
export function isUnder(types: readonly string[]): TextTest {
  const asked = new Set(types);
  const lengths = new Set(types.map(({ length }) => length));
  const longest = types.reduce((most, { length }) => Math.max(most, length), 0);
  return (value) => {
    if (asked.has(value)) return true;
    for (let dot = value.indexOf('.'); dot !== -1 && dot <= longest; dot = value.indexOf('.', dot + 1)) {
      if (lengths.has(dot) && asked.has(value.slice(0, dot))) return true;
    }
    return false;
  };
}

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
  const folded = fold(asked);
  return ignoreCase ? (value) => compare(fold(value), folded) : (value) => compare(value, asked);
}

export function isOneOf(values: readonly string[], ignoreCase: boolean): TextTest {
  const asked = new Set(ignoreCase ? values.map(fold) : values);
  return ignoreCase ? (value) => asked.has(fold(value)) : (value) => asked.has(value);
}

/** One of these dotted types itself, or a subtype of one. */
export function isUnder(types: readonly string[]): TextTest {
  return (value) => types.some((type) => value === type || value.startsWith(`${type}.`));
}

import { isExact } from './foreign-json/exact-number.ts';
import type { Json } from './json.ts';

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number, also as the text of one (`22`, `22.0`, `1.512037844556E12`); null for all else, and for one past all doubles. */
export function numberIn(value: Json | undefined): number | null {
  const number = typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A number that came as one, also one that is kept as its text since no double says it; null for all else. */
export function numberReceived(value: Json | undefined): number | null {
  return typeof value === 'string' && isExact(value) ? null : numberIn(value);
}

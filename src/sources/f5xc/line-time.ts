import { type Instant, instant, parseRfc3339 } from '../../domain/instant.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';

/** Digits in front of the point say which unit a time since 1970 is in; each entry ends where the next unit begins. */
const UNITS: readonly (readonly [below: number, micros: number])[] = [
  [1e11, 1_000_000],
  [1e14, 1_000],
  [1e17, 1],
  [Number.POSITIVE_INFINITY, 0.001],
];

/** When a log line happened: `time` or `@timestamp`, RFC 3339 or a number since 1970; null when neither can be read. */
export function lineTime(line: Json): Instant | null {
  if (!isJsonObject(line)) return null;
  return timeOf(line.time) ?? timeOf(line['@timestamp']);
}

const NUMERIC = /^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;

function timeOf(value: Json | undefined): Instant | null {
  if (typeof value === 'number') return sinceEpoch(value);
  if (typeof value !== 'string') return null;
  return NUMERIC.test(value) ? sinceEpoch(Number(value)) : parseRfc3339(value);
}

function sinceEpoch(value: number): Instant | null {
  if (!Number.isFinite(value)) return null;
  const [, micros] = UNITS.find(([below]) => Math.abs(value) < below) ?? [];
  return micros === undefined ? null : instant(value * micros);
}

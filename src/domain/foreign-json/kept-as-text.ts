import type { Json } from '../json.ts';
import { follow } from '../json-pointer.ts';

/** So many places are named of what is kept as text in one value; all of them are counted. */
export const MOST_NAMED = 100;

/** What of a parsed value is there as its text. */
export interface KeptAsText {
  readonly count: number;
  /** Where the first of them stand, as reference tokens of a JSON pointer. */
  readonly places: readonly (readonly string[])[];
}

const NOTHING: KeptAsText = { count: 0, places: [] };

/** Of each object and list in which, however deep, there is something: an answer's of a whole answer, a record's of the record. */
const known = new WeakMap<object, { count: number; places: (readonly string[])[] }>();

export function keptAsText(value: Json): KeptAsText {
  return (typeof value === 'object' && value !== null && known.get(value)) || NOTHING;
}

/** Whether the part of an object or list that this token names is kept as its text, and is among those that are named. */
export function isKeptIn(holder: Json, token: string): boolean {
  return keptAsText(holder).places.some((place) => place.length === 1 && place[0] === token);
}

/** Remembers that `text` stands at this place of a value, if it does: of members named alike only the last is there. */
export function markKept(value: Json, path: readonly string[], text: string): void {
  const found = follow(value, path);
  if (!found.found || found.value !== text) return;
  let holder = value;
  for (const [level, token] of path.entries()) {
    note(holder as object, path, level);
    holder = (holder as Readonly<Record<string, Json>>)[token] ?? null;
  }
}

function note(holder: object, path: readonly string[], level: number): void {
  const kept = known.get(holder) ?? { count: 0, places: [] };
  kept.count += 1;
  if (kept.places.length < MOST_NAMED) kept.places.push(path.slice(level));
  known.set(holder, kept);
}

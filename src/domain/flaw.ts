import { shown } from './input-error.ts';
import { isWellFormed } from './text.ts';

/** What of a value no database and no client holds as it is, and where it stands in it. */
export interface Flaw {
  /** Such as `.raw.list[2]`; empty for the value itself. */
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * The first text with U+0000 or half a surrogate pair, number that is not finite, or value that is nested deeper than it may be;
 * null where there is none. The place is put together on the way back: of what is sound, which is nearly everything, nothing is
 * written down.
 */
export function flawIn(value: unknown, deepest = Number.POSITIVE_INFINITY, depth = 0): Flaw | null {
  if (typeof value === 'string') return isWellFormed(value) ? null : illFormed(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : { place: '', expected: 'a finite number', found: String(value) };
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth > deepest) return { place: '', expected: `at most ${deepest} levels of JSON`, found: 'more' };
  return Array.isArray(value) ? flawInList(value, deepest, depth + 1) : flawInMembers(value, deepest, depth + 1);
}

function flawInList(list: readonly unknown[], deepest: number, depth: number): Flaw | null {
  for (let index = 0; index < list.length; index += 1) {
    const flaw = flawIn(list[index], deepest, depth);
    if (flaw) return { ...flaw, place: `[${index}]${flaw.place}` };
  }
  return null;
}

function flawInMembers(value: object, deepest: number, depth: number): Flaw | null {
  for (const name of Object.keys(value)) {
    if (!isWellFormed(name)) return illFormed(name);
    const flaw = flawIn(value[name as keyof typeof value], deepest, depth);
    if (flaw) return { ...flaw, place: `.${name}${flaw.place}` };
  }
  return null;
}

function illFormed(text: string): Flaw {
  return { place: '', expected: 'a text without U+0000 and lone surrogates', found: shown(text) };
}

import type { AuditEvent } from './event.ts';
import { EVENT_FIELDS, EVENT_PATHS, reading } from './event-fields.ts';
import { fold } from './fold.ts';
import type { Json } from './json.ts';
import { lastWhere } from './last-where.ts';

/** A word is told from others by this many of its characters. */
export const WORD_LENGTH = 64;

const WORD = /(?:[\p{L}\p{M}\p{Nd}]|(?<=\p{Nd})[.:](?=\p{Nd}))+/gu;

/**
 * The words of a text, folded: runs of letters, marks and digits; a `.` or `:` between two digits belongs to the word,
 * so 192.0.2.7 is one. Each is cut to its first 64 characters.
 */
export function wordsOf(text: string): string[] {
  return (fold(text).match(WORD) ?? []).map(cut);
}

function cut(word: string): string {
  return word.length <= WORD_LENGTH ? word : Array.from(word).slice(0, WORD_LENGTH).join('');
}

/** All words of an event's values, each once. A word that was asked for must begin one of these. */
export function eventWords(event: AuditEvent): ReadonlySet<string> {
  return new Set(Array.from(wordedTexts(event), wordsOf).flat());
}

/** Whether each of these words begins some word of the event, ignoring case. */
export function asksWords(words: readonly string[]): (event: AuditEvent) => boolean {
  const asked = longest(words.map((word) => cut(fold(word))));
  return (event) => {
    const { text, sorted } = foldedOf(event);
    if (asked.length <= FEW && !asked.every((word) => text.includes(word))) return false;
    const known = sorted();
    return asked.every((word) => lastWhere(known, (each) => each < nextAfter(word))?.startsWith(word));
  };
}

/** In their order, without those that begin another. */
function longest(words: readonly string[]): readonly string[] {
  const sorted = [...new Set(words)].sort();
  return sorted.filter((word, index) => !sorted[index + 1]?.startsWith(word));
}

/** So few are looked for in a text before it is taken apart into words. */
const FEW = 8;

/** After all texts that begin with the word, and before all others that come after it: no text holds a U+FFFF. */
function nextAfter(word: string): string {
  return `${word}\uffff`;
}

interface Folded {
  /** All that is searched for words, folded, a line for each value. */
  readonly text: string;
  /** Its words, each once, in their order. */
  readonly sorted: () => readonly string[];
}

const known = new WeakMap<AuditEvent, Folded>();

/** Read once for all conditions of a filter, for as long as the event is held by anyone. */
function foldedOf(event: AuditEvent): Folded {
  const found = known.get(event);
  if (found) return found;
  const text = fold(Array.from(wordedTexts(event)).join('\n'));
  let words: readonly string[] | null = null;
  const sorted = () => {
    words ??= [...new Set(wordsOf(text))].sort();
    return words;
  };
  const folded = { text, sorted };
  known.set(event, folded);
  return folded;
}

/** What is searched for words; of a change, all but how it was done. */
const SEARCHED: readonly ((event: AuditEvent) => Json)[] = EVENT_PATHS.filter(
  (path) => EVENT_FIELDS[path].searched,
).map((path) =>
  path === 'changes' ? ({ changes }) => changes.map(({ path, before, after }) => [path, before, after]) : reading(path),
);

/** A number is read as JSON prints it. */
function* wordedTexts(event: AuditEvent): Generator<string> {
  for (const read of SEARCHED) yield* scalarTexts(read(event));
}

/** Every string and number inside, however deep, member names left out. */
function* scalarTexts(value: Json): Generator<string> {
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') yield next;
    else if (typeof next === 'number') yield JSON.stringify(next);
    else if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) waiting.push(inner);
  }
}

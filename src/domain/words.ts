import type { AuditEvent } from './event.ts';
import { fold } from './fold.ts';
import type { Json } from './json.ts';

/** A word is told from others by this many of its characters. */
export const WORD_LENGTH = 64;

const WORD = /(?:[\p{L}\p{M}\p{Nd}]|(?<=\p{Nd})[.:](?=\p{Nd}))+/gu;

/**
 * The words of a text, folded: runs of letters, marks and digits; a `.` or `:` between two digits belongs to the word,
 * so 10.1.2.3 is one. Each is cut to its first 64 characters.
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
  const asked = words.map((word) => cut(fold(word)));
  return (event) => {
    let missing: readonly string[] = asked;
    for (const text of wordedTexts(event)) {
      if (missing.length === 0) break;
      missing = notBegunIn(text, missing);
    }
    return missing.length === 0;
  };
}

function notBegunIn(text: string, asked: readonly string[]): readonly string[] {
  const folded = fold(text);
  if (!asked.some((word) => folded.includes(word))) return asked;
  const words = wordsOf(folded);
  return asked.filter((word) => !words.some((each) => each.startsWith(word)));
}

/** The values that are searched for words; a number is read as JSON prints it. */
function* wordedTexts(event: AuditEvent): Generator<string> {
  const { action, recordType, message, actor, target, client, sessionId, requestId, changes, raw } = event;
  for (const value of [action, recordType, message, sessionId, requestId]) if (value !== null) yield value;
  for (const part of [actor, target, client]) yield* scalarTexts(part === null ? null : Object.values(part));
  for (const { path, before, after } of changes) yield* scalarTexts([path, before, after]);
  yield* scalarTexts(raw);
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

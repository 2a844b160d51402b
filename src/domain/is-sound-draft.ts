import { type AuditEvent, CATEGORIES, CHANGE_OPS, type EventDraft, OPERATIONS, OUTCOMES } from './event.ts';
import { EVENT_FIELDS, EVENT_PATHS, type EventPath, PART_NAMES, reading, type ValueType } from './event-fields.ts';
import { EARLIEST, LATEST } from './instant.ts';
import { isJsonObject, type Json } from './json.ts';

/** Whether every member is what an event may hold, so that whatever is done with it later can be done. */
export function isSoundDraft(draft: EventDraft): boolean {
  // What else an event has is not read.
  const event = draft as EventDraft & AuditEvent;
  return (
    isText(draft.nativeKey) &&
    PART_NAMES.every((name) => isPart(draft[name] ?? null)) &&
    DECODED.every(({ read, isSound }) => isSound(read(event)))
  );
}

type Check = (value: Json) => boolean;

const OF_TYPE: Readonly<Record<ValueType, Check>> = {
  id: isText,
  word: isText,
  text: isText,
  texts: (value) => Array.isArray(value) && value.every(isText),
  time: (value) => Number.isInteger(value) && (value as number) >= EARLIEST && (value as number) <= LATEST,
  number: Number.isFinite,
  count: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  json: () => true,
};

/** Fields that may not hold every value of their type. */
const OF_FIELD: { readonly [Path in EventPath]?: Check } = {
  operation: isOneOf(OPERATIONS),
  category: isOneOf(CATEGORIES),
  outcome: isOneOf(OUTCOMES),
  changes: (value) => Array.isArray(value) && value.every(isChange),
};

const DECODED = EVENT_PATHS.filter((path) => EVENT_FIELDS[path].from === 'record').map((path) => {
  const { type, optional } = EVENT_FIELDS[path];
  const isValue = OF_FIELD[path] ?? OF_TYPE[type];
  return { read: reading(path), isSound: (value: Json) => (value === null ? optional : isValue(value)) };
});

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isOneOf(words: readonly string[]): Check {
  return (value) => words.includes(value as string);
}

function isPart(part: unknown): boolean {
  return part === null || (isJsonObject(part) && Object.values(part).every((value) => value === null || isText(value)));
}

function isChange(change: Json): boolean {
  if (!isJsonObject(change)) return false;
  const { path, op, before, after } = change;
  return isText(path) && isOneOf(CHANGE_OPS)(op ?? null) && before !== undefined && after !== undefined;
}

import type { AuditEvent } from './event.ts';
import { type AskedAs, EVENT_FIELDS, EVENT_PATHS, type EventPath, reading } from './event-fields.ts';
import type { Json } from './json.ts';

/** How a field's values are compared: as texts, as numbers, as instants, as JSON, or as the words of a whole event. */
export type FieldType = 'text' | 'number' | 'instant' | 'json' | 'words';

interface FieldSpec {
  readonly type: FieldType;
  /** All values that are there; an absent value, and an empty text, is none at all. */
  readonly read: (event: AuditEvent) => readonly Json[];
}

/** Those of the event's fields that are asked in this way. */
export type AskedBy<How extends AskedAs> = {
  [Path in EventPath]: (typeof EVENT_FIELDS)[Path]['asked'] extends How ? Path : never;
}[EventPath];

/** Named by their path in the API's filter: the event's own, the paths of its changes, and its words. */
export type Field = AskedBy<AskedAs> | 'changedPath' | 'text';

const TYPES: Readonly<Record<AskedAs, FieldType>> = {
  text: 'text',
  names: 'text',
  blocks: 'text',
  range: 'number',
  during: 'instant',
  pointers: 'json',
};

function isAsked(path: EventPath): path is AskedBy<AskedAs> {
  return EVENT_FIELDS[path].asked !== null;
}

/** JSON is always there, be it null. */
function specOf(path: AskedBy<AskedAs>): FieldSpec {
  const type = TYPES[EVENT_FIELDS[path].asked];
  const read = reading(path);
  return { type, read: type === 'json' ? (event) => [read(event)] : (event) => present(read(event)) };
}

function present(value: Json): readonly Json[] {
  return value === null || value === '' ? [] : [value];
}

/** What a filter can ask. */
export const FIELDS: Readonly<Record<Field, FieldSpec>> = {
  ...(Object.fromEntries(EVENT_PATHS.filter(isAsked).map((path) => [path, specOf(path)])) as Readonly<
    Record<AskedBy<AskedAs>, FieldSpec>
  >),
  changedPath: {
    type: 'text',
    read: (event) => event.changes.map((change) => change.path).filter((path) => path !== ''),
  },
  text: { type: 'words', read: () => [] },
};

export function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

import type { AuditEvent } from '../../domain/event.ts';
import {
  EVENT_FIELDS,
  EVENT_PATHS,
  type EventPath,
  flatName,
  reading,
  type ValueType,
} from '../../domain/event-fields.ts';
import { FIELDS } from '../../domain/fields.ts';
import type { Json } from '../../domain/json.ts';
import { inetAddress } from './address-text.ts';
import { arrayText, type Cell } from './array-text.ts';

/** An event with everything that a row holds. */
export type StoredEvent = Required<AuditEvent>;

/** A column that whoever stores events fills. */
export interface StoredColumn {
  readonly name: string;
  readonly type: string;
  readonly cell: (event: StoredEvent) => Cell;
}

/** How a value of each type is kept. */
const KEPT: Readonly<Record<ValueType, readonly [type: string, cell: (value: Json) => Cell]>> = {
  id: ['uuid', asItIs],
  word: ['text', asItIs],
  text: ['text', asItIs],
  time: ['bigint', asItIs],
  number: ['double precision', asItIs],
  count: ['integer', asItIs],
  texts: ['text[]', (value) => arrayText(value as readonly string[])],
  json: ['jsonb', (value) => JSON.stringify(value)],
};

/** What stands beside a field so that it can be searched. */
const BESIDE: { readonly [Path in EventPath]?: StoredColumn } = {
  'client.ip': { name: 'client_address', type: 'inet', cell: ({ client }) => inetAddress(client?.ip ?? null) },
  changes: {
    name: 'changed_paths',
    type: 'text[]',
    cell: (event) => arrayText(FIELDS.changedPath.read(event) as string[]),
  },
};

export const COLUMNS: readonly StoredColumn[] = EVENT_PATHS.flatMap((path) => {
  const [type, cell] = KEPT[EVENT_FIELDS[path].type];
  const read = reading(path);
  const column = { name: columnName(path), type, cell: (event: StoredEvent) => cell(read(event)) };
  return [column, BESIDE[path] ?? []].flat();
});

/** Their names, as SQL lists them. */
export const COLUMN_NAMES = COLUMNS.map(({ name }) => name).join(', ');

/** The name of a field's column: that of the field, in snake case. */
export function columnName(path: EventPath): string {
  return flatName(path).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function asItIs(value: Json): Cell {
  return value as Cell;
}

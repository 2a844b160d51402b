import type { AuditEvent } from '../event.ts';
import { EVENT_FIELDS, EVENT_PATHS, type EventPath, flatName, reading, type ValueType } from '../event-fields.ts';
import type { Json } from '../json.ts';

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A column of a table, where nothing nests: of a part, one of its members. */
export interface ExportedColumn {
  readonly name: string;
  readonly path: EventPath;
  readonly type: ValueType;
  readonly read: (event: AuditEvent) => Json;
}

/** What is exported of an event, for both formats, and for JavaScript and SQL alike: a table's columns in their usual order. */
export const COLUMNS: readonly ExportedColumn[] = EVENT_PATHS.filter((path) => EVENT_FIELDS[path].exported).map(
  (path) => ({
    name: flatName(path),
    path,
    type: EVENT_FIELDS[path].type,
    read: reading(path),
  }),
);

/** The same as a line of JSON has it: a column, or an object of several, each under its name there, which is null without any. */
export type Member = readonly [
  name: string,
  of: ExportedColumn | readonly (readonly [name: string, column: ExportedColumn])[],
];

export const MEMBERS: readonly Member[] = [...new Set(COLUMNS.map(({ path }) => partsOf(path)[0]))].map((name) => [
  name,
  COLUMNS.find(({ path }) => path === name) ?? membersOf(name),
]);

function membersOf(part: string): readonly (readonly [name: string, column: ExportedColumn])[] {
  return COLUMNS.filter(({ path }) => partsOf(path)[0] === part).map((column) => [partsOf(column.path)[1], column]);
}

function partsOf(path: EventPath): readonly [first: string, member: string] {
  const [first = path, member = ''] = path.split('.');
  return [first, member];
}

/** Ends of lines: that of CSV is RFC 4180's. */
export const LINE_END = { ndjson: '\n', csv: '\r\n' } as const satisfies Record<ExportFormat, string>;

import type { AuditEvent, SourceKey } from '../event.ts';
import type { ValueType } from '../event-fields.ts';
import { formatRfc3339, type Instant } from '../instant.ts';
import type { Json } from '../json.ts';
import { encodeNodeId, formatAddress } from '../node-id.ts';
import { plainNumber } from '../plain-number.ts';
import { storedJson } from '../stored-json.ts';
import { type ExportedColumn, type ExportFormat, LINE_END, MEMBERS, type Member } from './columns.ts';
import { type CsvForm, PLAIN_CSV } from './csv-form.ts';
import { guarded } from './formula.ts';

/** All that printing an event takes besides the event. */
export interface Printing {
  readonly format: ExportFormat;
  /** Left out: all columns, as RFC 4180 has them. */
  readonly csv?: CsvForm;
  /** The API's name of the type of each source's events. */
  readonly typeNames: ReadonlyMap<SourceKey, string>;
}

/** The one meaning of an exported line, end of line included. */
export function printEvent(event: AuditEvent, { format, csv = PLAIN_CSV, typeNames }: Printing): string {
  const typename = typeNames.get(event.source);
  if (typename === undefined) throw new Error(`event ${event.id}: expected a known source, but got ${event.source}`);
  const id = encodeNodeId(typename, formatAddress(event));
  return format === 'csv' ? csvLine(event, id, csv) : jsonLine(event, id);
}

function jsonLine(event: AuditEvent, id: string): string {
  const members = MEMBERS.map(([name, of]) => `"${name}":${memberText(event, of, id)}`);
  return `{${members.join(',')}}${LINE_END.ndjson}`;
}

function memberText(event: AuditEvent, of: Member[1], id: string): string {
  if (!Array.isArray(of)) return jsonText(of as ExportedColumn, event, id);
  const members: readonly (readonly [string, ExportedColumn])[] = of;
  if (members.every(([, { read }]) => read(event) === null)) return 'null';
  return `{${members.map(([name, column]) => `"${name}":${jsonText(column, event, id)}`).join(',')}}`;
}

function jsonText(column: ExportedColumn, event: AuditEvent, id: string): string {
  const value = exportedValue(column, event, id);
  if (value === null) return 'null';
  const text = plainText(column.type, value);
  return isBare(column.type) ? text : JSON.stringify(text);
}

function isBare(type: ValueType): boolean {
  return type === 'number' || type === 'count' || type === 'json';
}

function csvLine(event: AuditEvent, id: string, { columns, delimiter }: CsvForm): string {
  return `${columns.map((column) => cell(column.type, exportedValue(column, event, id))).join(delimiter)}${LINE_END.csv}`;
}

function exportedValue({ type, read }: ExportedColumn, event: AuditEvent, id: string): Json {
  return type === 'id' ? id : read(event);
}

/** Texts are quoted, always, so that any delimiter may stand in them; nothing at all is what is absent. */
function cell(type: ValueType, value: Json): string {
  if (value === null) return '';
  const text = plainText(type, value);
  return type === 'number' || type === 'count' ? text : `"${guarded(text).replaceAll('"', '""')}"`;
}

/** A value that is there, without what its place wraps around it. */
function plainText(type: ValueType, value: Exclude<Json, null>): string {
  switch (type) {
    case 'time':
      return formatRfc3339(value as Instant);
    case 'number':
    case 'count':
      return plainNumber(value as number);
    case 'json':
      return storedJson(value);
    default:
      return String(value);
  }
}

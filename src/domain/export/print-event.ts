import type { AuditEvent, SourceKey } from '../event.ts';
import { formatRfc3339, type Instant } from '../instant.ts';
import type { Json } from '../json.ts';
import { encodeNodeId, formatAddress } from '../node-id.ts';
import { plainNumber } from '../plain-number.ts';
import { storedJson } from '../stored-json.ts';
import {
  type Column,
  type ColumnKind,
  EXPORTED,
  type ExportFormat,
  type FlatColumn,
  LINE_END,
  type Part,
} from './columns.ts';
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
  const members = EXPORTED.map((each) => `"${each.name}":${memberText(event, each, id)}`);
  return `{${members.join(',')}}${LINE_END.ndjson}`;
}

function memberText(event: AuditEvent, each: Column | Part, id: string): string {
  if (!('members' in each)) return jsonText(each.kind, given(event, each, id));
  const part = event[each.name] as Readonly<Record<string, string | null>> | null;
  if (part === null) return 'null';
  return `{${each.members.map((member) => `"${member}":${JSON.stringify(part[member])}`).join(',')}}`;
}

function jsonText(kind: ColumnKind, value: Json): string {
  if (value === null) return 'null';
  return kind === 'text' || kind === 'word' || kind === 'id' || kind === 'time'
    ? JSON.stringify(plainText(kind, value))
    : plainText(kind, value);
}

function csvLine(event: AuditEvent, id: string, { columns, delimiter }: CsvForm): string {
  return `${columns.map((column) => cell(column.kind, flatValue(event, column, id))).join(delimiter)}${LINE_END.csv}`;
}

function flatValue(event: AuditEvent, { kind, of, member }: FlatColumn, id: string): Json {
  if (kind === 'id') return id;
  const value = event[of] as Json;
  return member === null ? value : ((value as Readonly<Record<string, Json>> | null)?.[member] ?? null);
}

/** Texts are quoted, always, so that any delimiter may stand in them; nothing at all is what is absent. */
function cell(kind: ColumnKind, value: Json): string {
  if (value === null) return '';
  const text = plainText(kind, value);
  return kind === 'number' ? text : `"${guarded(text).replaceAll('"', '""')}"`;
}

function given(event: AuditEvent, { name, kind }: Column, id: string): Json {
  return kind === 'id' ? id : (event[name] as Json);
}

/** A value that is there, without what its place wraps around it. */
function plainText(kind: ColumnKind, value: Exclude<Json, null>): string {
  switch (kind) {
    case 'time':
      return formatRfc3339(value as Instant);
    case 'number':
      return plainNumber(value as number);
    case 'json':
      return storedJson(value);
    default:
      return String(value);
  }
}

import type { Actor, AuditEvent, Client, Target } from '../event.ts';

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * - `id`: the id that the API gives the event; `word`: a text of letters, digits and `._-` alone; `time`: RFC 3339
 * - `text`: any text; `json`: any JSON value
 */
export type ColumnKind = 'id' | 'word' | 'time' | 'number' | 'text' | 'json';

type ColumnOf<Name extends string> = { readonly name: Name; readonly kind: ColumnKind };
type PartOf<Name extends string, Member extends string> = {
  readonly name: Name;
  readonly members: readonly Member[];
};

export type Column = ColumnOf<Exclude<keyof AuditEvent, 'recordedAt' | 'actor' | 'target' | 'client'>>;
/** An object of texts, or nothing. */
export type Part = PartOf<'actor', keyof Actor> | PartOf<'target', keyof Target> | PartOf<'client', keyof Client>;

/** What is exported of an event, in this order: the one table of it, for both formats, and for JavaScript and SQL alike. */
export const EXPORTED: readonly (Column | Part)[] = [
  { name: 'id', kind: 'id' },
  { name: 'source', kind: 'word' },
  { name: 'occurredAt', kind: 'time' },
  { name: 'endedAt', kind: 'time' },
  { name: 'durationMs', kind: 'number' },
  { name: 'action', kind: 'text' },
  { name: 'operation', kind: 'word' },
  { name: 'recordType', kind: 'text' },
  { name: 'category', kind: 'word' },
  { name: 'outcome', kind: 'word' },
  { name: 'message', kind: 'text' },
  { name: 'actor', members: ['uid', 'name', 'type'] },
  { name: 'target', members: ['type', 'uid', 'name'] },
  { name: 'client', members: ['ip', 'userAgent', 'origin'] },
  { name: 'sessionId', kind: 'text' },
  { name: 'requestId', kind: 'text' },
  { name: 'changes', kind: 'json' },
  { name: 'count', kind: 'number' },
  { name: 'raw', kind: 'json' },
];

/** A part's member as a column of its own: `actor` and `uid` are `actorUid`. */
export function flatName(part: string, member: string): string {
  return `${part}${member.charAt(0).toUpperCase()}${member.slice(1)}`;
}

/** A column of a table, where nothing nests: of a part, one of its members. */
export interface FlatColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly of: Column['name'] | Part['name'];
  readonly member: string | null;
}

/** The columns of a table, in their usual order. */
export const FLAT_COLUMNS: readonly FlatColumn[] = EXPORTED.flatMap((each): readonly FlatColumn[] =>
  'members' in each
    ? each.members.map((member) => ({ name: flatName(each.name, member), kind: 'text', of: each.name, member }))
    : [{ name: each.name, kind: each.kind, of: each.name, member: null }],
);

/** Ends of lines: that of CSV is RFC 4180's. */
export const LINE_END = { ndjson: '\n', csv: '\r\n' } as const satisfies Record<ExportFormat, string>;

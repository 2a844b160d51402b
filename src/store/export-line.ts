import {
  type Column,
  type ColumnKind,
  EXPORTED,
  type ExportFormat,
  type FlatColumn,
  flatName,
  type Part,
} from '../domain/export/columns.ts';
import { type Delimiter, PLAIN_CSV } from '../domain/export/csv-form.ts';
import { FORMULA_GUARD, FORMULA_STARTS } from '../domain/export/formula.ts';
import type { Printing } from '../domain/export/print-event.ts';
import { Prisma } from './generated/client.ts';

/**
 * The text of an exported line, as an expression over a row of `audit_event`: byte for byte what `printEvent` makes of the
 * event. `concat` takes NULL for an empty text, and has room for a hundred of them.
 */
export function lineSql(printing: Printing): Prisma.Sql {
  return printing.format === 'csv' ? csvLine(printing) : jsonLine(printing);
}

function jsonLine(printing: Printing): Prisma.Sql {
  const members = EXPORTED.flatMap((each, index) => [
    literal(`${index === 0 ? '{' : ','}"${each.name}":`),
    'members' in each ? jsonPart(each) : jsonValue(each, printing),
  ]);
  return concat([...members, literal('}'), LINE_ENDS.ndjson]);
}

function jsonPart({ name, members }: Part): Prisma.Sql {
  const columns = members.map((member) => column(flatName(name, member)));
  const parts = members.flatMap((member, index) => [
    literal(`${index === 0 ? '{' : ','}"${member}":`),
    orNull(jsonString(columns[index] ?? Prisma.empty)),
  ]);
  const isAbsent = Prisma.sql`num_nonnulls(${Prisma.join(columns)}) = 0`;
  return Prisma.sql`CASE WHEN ${isAbsent} THEN 'null' ELSE ${concat([...parts, literal('}')])} END`;
}

function jsonValue({ name, kind }: Column, printing: Printing): Prisma.Sql {
  const value = plainText(name, kind, printing);
  if (kind === 'text') return orNull(jsonString(column(name)));
  return orNull(kind === 'number' || kind === 'json' ? value : Prisma.sql`'"' || ${value} || '"'`);
}

function csvLine({ csv = PLAIN_CSV, ...printing }: Printing): Prisma.Sql {
  const between = BETWEEN[csv.delimiter];
  const cells = csv.columns.map((each) => cell(each, printing));
  const parts = cells.flatMap((each, index) => (index === 0 ? [each] : [between, each]));
  return concat([...parts, LINE_ENDS.csv]);
}

/** NULL is the cell of what is absent. */
function cell({ name, kind }: FlatColumn, printing: Printing): Prisma.Sql {
  const value = plainText(name, kind, printing);
  if (kind === 'number') return value;
  if (kind === 'text') return textCell(value);
  return kind === 'json' ? textCell(Prisma.sql`nullif(${value}, 'null')`) : Prisma.sql`'"' || ${value} || '"'`;
}

const STARTS = Prisma.raw(FORMULA_STARTS.join(', '));

function textCell(value: Prisma.Sql): Prisma.Sql {
  const quote = Prisma.sql`CASE WHEN ascii(${value}) IN (${STARTS}) THEN ${literal(`"${FORMULA_GUARD}`)} ELSE '"' END`;
  return Prisma.sql`${quote} || replace(${value}, '"', '""') || '"'`;
}

/** A value without what its place wraps around it; NULL where it is absent. */
function plainText(name: string, kind: ColumnKind, { typeNames }: Printing): Prisma.Sql {
  switch (kind) {
    case 'id':
      return nodeId(typeNames);
    case 'time':
      return rfc3339(column(name));
    case 'number':
      return name === 'count' ? Prisma.sql`count::text` : Prisma.sql`${column(name)}::text::numeric::text`;
    case 'json':
      return Prisma.sql`${column(name)}::text`;
    default:
      return column(name);
  }
}

/** What is encoded is ASCII without `>`, `~` and `?`, so neither `+` nor `/` can come of it. */
function nodeId(typeNames: Printing['typeNames']): Prisma.Sql {
  const kinds = [...typeNames].map(([source, type]) => Prisma.sql`WHEN ${source}::text THEN ${type}::text`);
  const type = kinds.length === 0 ? Prisma.sql`NULL` : Prisma.sql`CASE source ${Prisma.join(kinds, ' ')} END`;
  const address = Prisma.sql`${type} || ':' || source || ':' || occurred_at || ':' || id`;
  return Prisma.sql`replace(replace(encode(convert_to(${address}, 'UTF8'), 'base64'), chr(10), ''), '=', '')`;
}

/** Whole microseconds stay whole: a double holds those that an instant has. */
function rfc3339(micros: Prisma.Sql): Prisma.Sql {
  const form = Prisma.sql`CASE WHEN ${micros} % 1000 = 0 THEN 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' END`;
  return Prisma.sql`to_char(timestamp 'epoch' + ${micros} * interval '1 microsecond', ${form})`;
}

function jsonString(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_json(${value})::text`;
}
function orNull(value: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(${value}, 'null')`;
}
function concat(parts: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`concat(${Prisma.join([...parts])})`;
}

/** A column of the table: its name is that of the field, in snake case. */
function column(name: string): Prisma.Sql {
  return Prisma.raw(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** One of our own texts, none of which holds a backslash or a control character. */
function literal(text: string): Prisma.Sql {
  return Prisma.raw(`'${text.replaceAll("'", "''")}'`);
}

/** Said without a control character, as are the ends of lines. */
const BETWEEN: Readonly<Record<Delimiter, Prisma.Sql>> = {
  ',': literal(','),
  ';': literal(';'),
  '|': literal('|'),
  '\t': Prisma.raw('chr(9)'),
};

/** Said without a backslash, so that it is the same text to every reader of SQL. */
const LINE_ENDS: Readonly<Record<ExportFormat, Prisma.Sql>> = {
  ndjson: Prisma.raw('chr(10)'),
  csv: Prisma.raw('chr(13) || chr(10)'),
};

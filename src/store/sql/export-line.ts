import type { EventPath } from '../../domain/event-fields.ts';
import { type Column, type ExportFormat, MEMBERS } from '../../domain/export/columns.ts';
import { type Delimiter, PLAIN_CSV } from '../../domain/export/csv-form.ts';
import { FORMULA_GUARD, FORMULA_STARTS } from '../../domain/export/formula.ts';
import type { Printing } from '../../domain/export/print-event.ts';
import { Prisma } from '../generated/client.ts';
import { columnName } from './columns.ts';

/**
 * The text of an exported line, as an expression over a row of `audit_event`: byte for byte what `printEvent` makes of the
 * event. `concat` takes NULL for an empty text, and has room for a hundred of them.
 */
export function lineSql(printing: Printing): Prisma.Sql {
  return printing.format === 'csv' ? csvLine(printing) : jsonLine(printing);
}

function jsonLine(printing: Printing): Prisma.Sql {
  return concat([
    object(MEMBERS.map(([name, of]) => [name, 'path' in of ? jsonValue(of, printing) : jsonPart(of, printing)])),
    LINE_ENDS.ndjson,
  ]);
}

function jsonPart(members: readonly (readonly [string, Column])[], printing: Printing): Prisma.Sql {
  const isAbsent = Prisma.sql`num_nonnulls(${Prisma.join(members.map(([, { path }]) => column(path)))}) = 0`;
  const parts = object(members.map(([name, of]) => [name, jsonValue(of, printing)]));
  return Prisma.sql`CASE WHEN ${isAbsent} THEN 'null' ELSE ${parts} END`;
}

function object(members: readonly (readonly [name: string, value: Prisma.Sql])[]): Prisma.Sql {
  const parts = members.flatMap(([name, value], index) => [literal(`${index === 0 ? '{' : ','}"${name}":`), value]);
  return concat([...parts, literal('}')]);
}

function jsonValue(each: Column, printing: Printing): Prisma.Sql {
  const value = plainText(each, printing);
  if (each.type === 'text') return orNull(jsonString(value));
  return orNull(isBare(each) ? value : Prisma.sql`'"' || ${value} || '"'`);
}

function isBare({ type }: Column): boolean {
  return type === 'number' || type === 'count' || type === 'json';
}

function csvLine({ csv = PLAIN_CSV, ...printing }: Printing): Prisma.Sql {
  const between = BETWEEN[csv.delimiter];
  const cells = csv.columns.map((each) => cell(each, printing));
  const parts = cells.flatMap((each, index) => (index === 0 ? [each] : [between, each]));
  return concat([...parts, LINE_ENDS.csv]);
}

/** NULL is the cell of what is absent. */
function cell(each: Column, printing: Printing): Prisma.Sql {
  const value = plainText(each, printing);
  switch (each.type) {
    case 'number':
    case 'count':
      return value;
    case 'text':
      return textCell(value);
    case 'json':
      return textCell(Prisma.sql`nullif(${value}, 'null')`);
    default:
      return Prisma.sql`'"' || ${value} || '"'`;
  }
}

const STARTS = Prisma.raw(FORMULA_STARTS.join(', '));

function textCell(value: Prisma.Sql): Prisma.Sql {
  const quote = Prisma.sql`CASE WHEN ascii(${value}) IN (${STARTS}) THEN ${literal(`"${FORMULA_GUARD}`)} ELSE '"' END`;
  return Prisma.sql`${quote} || replace(${value}, '"', '""') || '"'`;
}

/** A value without what its place wraps around it; NULL where it is absent. */
function plainText({ path, type }: Column, { typeNames }: Printing): Prisma.Sql {
  const value = column(path);
  switch (type) {
    case 'id':
      return nodeId(typeNames);
    case 'time':
      return rfc3339(value);
    case 'number':
      return Prisma.sql`${value}::text::numeric::text`;
    case 'count':
    case 'json':
      return Prisma.sql`${value}::text`;
    default:
      return value;
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

function column(path: EventPath): Prisma.Sql {
  return Prisma.raw(columnName(path));
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

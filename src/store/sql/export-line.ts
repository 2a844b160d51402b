import type { EventPath } from '../../domain/event-fields.ts';
import { type ExportedColumn, type ExportFormat, MEMBERS } from '../../domain/export/columns.ts';
import { type Delimiter, PLAIN_CSV } from '../../domain/export/csv-form.ts';
import { FORMULA_GUARD, FORMULA_STARTS } from '../../domain/export/formula.ts';
import type { Printing } from '../../domain/export/print-event.ts';
import { columnName } from './columns.ts';
import { join, raw, type Sql, sql } from './sql.ts';

/**
 * The text of an exported line, as an expression over a row of `audit_event`: byte for byte what `printEvent` makes of the
 * event. `concat` takes NULL for an empty text, and has room for a hundred of them.
 */
export function lineSql(printing: Printing): Sql {
  return printing.format === 'csv' ? csvLine(printing) : jsonLine(printing);
}

function jsonLine(printing: Printing): Sql {
  return concat([
    object(MEMBERS.map(([name, of]) => [name, 'path' in of ? jsonValue(of, printing) : jsonPart(of, printing)])),
    LINE_ENDS.ndjson,
  ]);
}

function jsonPart(members: readonly (readonly [string, ExportedColumn])[], printing: Printing): Sql {
  const isAbsent = sql`num_nonnulls(${join(members.map(([, { path }]) => column(path)))}) = 0`;
  const parts = object(members.map(([name, of]) => [name, jsonValue(of, printing)]));
  return sql`CASE WHEN ${isAbsent} THEN 'null' ELSE ${parts} END`;
}

function object(members: readonly (readonly [name: string, value: Sql])[]): Sql {
  const parts = members.flatMap(([name, value], index) => [literal(`${index === 0 ? '{' : ','}"${name}":`), value]);
  return concat([...parts, literal('}')]);
}

function jsonValue(each: ExportedColumn, printing: Printing): Sql {
  const value = plainText(each, printing);
  if (each.type === 'text') return orNull(jsonString(value));
  return orNull(isBare(each) ? value : sql`'"' || ${value} || '"'`);
}

function isBare({ type }: ExportedColumn): boolean {
  return type === 'number' || type === 'count' || type === 'json';
}

function csvLine({ csv = PLAIN_CSV, ...printing }: Printing): Sql {
  const between = BETWEEN[csv.delimiter];
  const cells = csv.columns.map((each) => cell(each, printing));
  const parts = cells.flatMap((each, index) => (index === 0 ? [each] : [between, each]));
  return concat([...parts, LINE_ENDS.csv]);
}

/** NULL is the cell of what is absent. */
function cell(each: ExportedColumn, printing: Printing): Sql {
  const value = plainText(each, printing);
  switch (each.type) {
    case 'number':
    case 'count':
      return value;
    case 'text':
      return textCell(value);
    case 'json':
      return textCell(sql`nullif(${value}, 'null')`);
    default:
      return sql`'"' || ${value} || '"'`;
  }
}

const STARTS = raw(FORMULA_STARTS.join(', '));

function textCell(value: Sql): Sql {
  const quote = sql`CASE WHEN ascii(${value}) IN (${STARTS}) THEN ${literal(`"${FORMULA_GUARD}`)} ELSE '"' END`;
  return sql`${quote} || replace(${value}, '"', '""') || '"'`;
}

/** A value without what its place wraps around it; NULL where it is absent. */
function plainText({ path, type }: ExportedColumn, { typeNames }: Printing): Sql {
  const value = column(path);
  switch (type) {
    case 'id':
      return nodeId(typeNames);
    case 'time':
      return rfc3339(value);
    case 'number':
      return sql`${value}::text::numeric::text`;
    case 'count':
    case 'json':
      return sql`${value}::text`;
    default:
      return value;
  }
}

/** What is encoded is ASCII without `>`, `~` and `?`, so neither `+` nor `/` can come of it. */
function nodeId(typeNames: Printing['typeNames']): Sql {
  const kinds = [...typeNames].map(([source, type]) => sql`WHEN ${source}::text THEN ${type}::text`);
  const type = kinds.length === 0 ? sql`NULL` : sql`CASE source ${join(kinds, ' ')} END`;
  const address = sql`${type} || ':' || source || ':' || occurred_at || ':' || id`;
  return sql`replace(replace(encode(convert_to(${address}, 'UTF8'), 'base64'), chr(10), ''), '=', '')`;
}

/** Whole microseconds stay whole: a double holds those that an instant has. */
function rfc3339(micros: Sql): Sql {
  const form = sql`CASE WHEN ${micros} % 1000 = 0 THEN 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' END`;
  return sql`to_char(timestamp 'epoch' + ${micros} * interval '1 microsecond', ${form})`;
}

function jsonString(value: Sql): Sql {
  return sql`to_json(${value})::text`;
}
function orNull(value: Sql): Sql {
  return sql`coalesce(${value}, 'null')`;
}
function concat(parts: readonly Sql[]): Sql {
  return sql`concat(${join([...parts])})`;
}

function column(path: EventPath): Sql {
  return raw(columnName(path));
}

/** One of our own texts, none of which holds a backslash or a control character. */
function literal(text: string): Sql {
  return raw(`'${text.replaceAll("'", "''")}'`);
}

/** Said without a control character, as are the ends of lines. */
const BETWEEN: Readonly<Record<Delimiter, Sql>> = {
  ',': literal(','),
  ';': literal(';'),
  '|': literal('|'),
  '\t': raw('chr(9)'),
};

/** Said without a backslash, so that it is the same text to every reader of SQL. */
const LINE_ENDS: Readonly<Record<ExportFormat, Sql>> = {
  ndjson: raw('chr(10)'),
  csv: raw('chr(13) || chr(10)'),
};

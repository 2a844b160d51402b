import { EXPORT_FORMATS, type ExportFormat } from '../../domain/export/columns.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import type { Json } from '../../domain/json.ts';
import type { ExportArguments } from '../../federation/ask/asked-export.ts';
import { type GivenCsv, readCsvForm } from './read-csv-form.ts';

/** The arguments of an export as somebody wrote them, in a command or an address. */
export type GivenExport = { readonly [Name in (typeof EXPORT_ARGUMENTS)[number]]?: string | undefined };

export const EXPORT_ARGUMENTS = ['format', 'filter', 'from', 'to', 'sort', 'columns', 'delimiter', 'bom'] as const;

const SORTS = { asc: 'ASC', desc: 'DESC' } as const;

/** Throws `InputError` naming argument, expectation and finding; times are read when the export begins. */
export async function readExportArguments({
  format = 'ndjson',
  filter,
  from,
  to,
  sort = 'desc',
  ...csv
}: GivenExport): Promise<ExportArguments> {
  if (!isFormat(format)) throw new InputError('format', EXPORT_FORMATS.join(' or '), shown(format));
  if (sort !== 'asc' && sort !== 'desc') throw new InputError('sort', 'asc or desc', shown(sort));
  return {
    format,
    csv: readCsvForm(format, csv),
    filter: filter === undefined ? null : await filterOf(filter),
    from: from ?? null,
    to: to ?? null,
    sort: SORTS[sort],
  };
}

/** The schema says what a filter may be; a command without one does not load it. */
async function filterOf(text: string) {
  const { filterFromJson } = await import('../../schema/filter-from-json.ts');
  return filterFromJson(text);
}

/** What is written down of them; `filter` is sound JSON by then. */
export function writtenArguments({ format = 'ndjson', filter, from, to, sort = 'desc', ...csv }: GivenExport) {
  const given = filter === undefined ? null : (JSON.parse(filter) as Json);
  return { format, filter: given, from: from ?? null, to: to ?? null, sort, ...csvWritten(csv) };
}

function csvWritten({ columns, delimiter, bom }: GivenCsv) {
  return {
    ...(columns !== undefined && { columns }),
    ...(delimiter !== undefined && { delimiter }),
    ...(bom !== undefined && { bom }),
  };
}

function isFormat(text: string): text is ExportFormat {
  return (EXPORT_FORMATS as readonly string[]).includes(text);
}

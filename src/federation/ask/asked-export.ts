import type { ExportFormat } from '../../domain/export/columns.ts';
import type { CsvForm } from '../../domain/export/csv-form.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { EARLIEST, LATEST } from '../../domain/instant.ts';
import type { Direction } from '../../domain/order.ts';
import { type AskedPart, type Asking, ask } from './asked.ts';
import type { FilterInput, TimePointInput } from './filter-input.ts';
import { readPoint } from './read-filter.ts';

/** What is asked of an export: nothing resolved, nothing checked but its types. */
export interface ExportArguments {
  readonly format: ExportFormat;
  /** Of no matter to another format. */
  readonly csv: CsvForm;
  readonly filter: FilterInput | null;
  readonly from: TimePointInput | null;
  readonly to: TimePointInput | null;
  readonly sort: Direction;
}

/** An export that can be run; it is read part by part. */
export interface AskedExport extends AskedPart {
  readonly format: ExportFormat;
  readonly csv: CsvForm;
}

/** Vendors are asked for so many at a time. */
const PAGE_SIZE = 1_000;

/** The same reading of filters and times as that of a page. Throws `InputError`. */
export function askExport({ format, csv, filter, sort, ...range }: ExportArguments, asking: Asking): AskedExport {
  const from = readPoint(range.from, 'from', asking.now);
  const until = readPoint(range.to, 'to', asking.now);
  if (from !== null && until !== null && from > until) {
    throw new InputError('from', '`from` at or before `to`', `from ${shown(range.from)} after to ${shown(range.to)}`);
  }
  const within = { from: from ?? EARLIEST, until: until ?? LATEST };
  const asked = ask(filter, asking, { direction: sort }, within);
  return { ...asked, format, csv, size: PAGE_SIZE, after: null, until: null };
}

import type { ExportFormat } from '../../domain/export/columns.ts';
import type { CsvForm } from '../../domain/export/csv-form.ts';
import { EVERYTHING } from '../../domain/filter.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { EARLIEST, LATEST } from '../../domain/instant.ts';
import { type Direction, intersect } from '../../domain/position.ts';
import { splitWindow } from '../../domain/split-window.ts';
import type { FilterInput, TimePointInput } from './filter-input.ts';
import type { Question, QuestionRules } from './question.ts';
import { readFilter, readPoint } from './read-filter.ts';

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

/** Vendors are asked for so many at a time. */
const PAGE_SIZE = 1_000;

/** The same reading of filters and times as that of a page. Throws `InputError` naming argument, expectation and finding. */
export function readExportQuestion(
  args: ExportArguments,
  { now, sources }: Omit<QuestionRules, 'maxPageSize'>,
): Question {
  const from = readPoint(args.from, 'from', now);
  const until = readPoint(args.to, 'to', now);
  if (from !== null && until !== null && from > until) {
    throw new InputError('from', '`from` at or before `to`', `from ${shown(args.from)} after to ${shown(args.to)}`);
  }
  const { where, window } = splitWindow(args.filter === null ? EVERYTHING : readFilter(args.filter, { now, sources }));
  return {
    where,
    window: intersect(window, { from: from ?? EARLIEST, until: until ?? LATEST }),
    direction: args.sort,
    backward: false,
    size: PAGE_SIZE,
    after: null,
    until: null,
    now,
    digest: '',
  };
}

import type { ExportFormat } from '../../domain/export/columns.ts';
import type { CsvForm } from '../../domain/export/csv-form.ts';
import { and, EVERYTHING, is, NOTHING } from '../../domain/filter.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import type { Direction } from '../../domain/position.ts';
import type { FilterInput, TimePointInput } from './filter-input.ts';
import type { Question, QuestionRules } from './question.ts';
import { readFilter, readPoint } from './read-filter.ts';
import { windowOf } from './window-of.ts';

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
  const during = from === null && until === null ? EVERYTHING : is('occurredAt', { op: 'during', from, until });
  const filter = args.filter === null ? EVERYTHING : readFilter(args.filter, { now, sources });
  const where = from !== null && from === until ? NOTHING : and(filter, during);
  return {
    where,
    window: windowOf(where),
    direction: args.sort,
    backward: false,
    size: PAGE_SIZE,
    after: null,
    until: null,
    now,
    digest: '',
  };
}

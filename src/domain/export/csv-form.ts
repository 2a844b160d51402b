import { COLUMNS, type ExportedColumn, LINE_END } from './columns.ts';

/** What may stand between two cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a table is written: which columns, in this order, with what between them. */
export interface CsvForm {
  readonly columns: readonly ExportedColumn[];
  readonly delimiter: Delimiter;
  /** Whether it begins with a byte order mark, by which Excel knows UTF-8. */
  readonly bom: boolean;
}

/** All columns, as RFC 4180 has them. */
export const PLAIN_CSV: CsvForm = { columns: COLUMNS, delimiter: ',', bom: false };

const BYTE_ORDER_MARK = '\ufeff';

/** What stands before the first event. */
export function csvHeader({ columns, delimiter, bom }: CsvForm): string {
  return `${bom ? BYTE_ORDER_MARK : ''}${columns.map(({ name }) => name).join(delimiter)}${LINE_END.csv}`;
}

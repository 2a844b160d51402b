import { COLUMNS, type ExportedColumn } from '../../domain/export/columns.ts';
import { type CsvForm, DELIMITERS, type Delimiter, PLAIN_CSV } from '../../domain/export/csv-form.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { didYouMean } from '../config/did-you-mean.ts';

/** How a table is asked for, as somebody wrote it. */
export interface GivenCsv {
  readonly columns?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly bom?: string | undefined;
}

/** Names for what a shell or an address can hardly hold. */
const NAMED: ReadonlyMap<string, Delimiter> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
]);
const BY_NAME = new Map(COLUMNS.map((column) => [column.name, column]));

/** Throws `InputError` for what is no such thing, and for what another format would pass over. */
export function readCsvForm(format: string, { columns, delimiter, bom }: GivenCsv): CsvForm {
  const [needless] = Object.entries({ columns, delimiter, bom }).filter(([, value]) => value !== undefined);
  if (format !== 'csv' && needless !== undefined) {
    throw new InputError(
      needless[0],
      'it to be left out, for it is of csv alone',
      `${shown(needless[1])} for ${format}`,
    );
  }
  return {
    columns: columns === undefined ? PLAIN_CSV.columns : columnsOf(columns),
    delimiter: delimiter === undefined ? PLAIN_CSV.delimiter : delimiterOf(delimiter),
    bom: bom === undefined ? PLAIN_CSV.bom : truthOf(bom),
  };
}

function columnsOf(text: string): readonly ExportedColumn[] {
  const names = text.split(',').map((name) => name.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError('columns', 'each column once', `${shown(twice)} twice`);
  return names.map((name) => {
    const column = BY_NAME.get(name);
    if (column) return column;
    const known = [...BY_NAME.keys()];
    const meant = didYouMean(name, known);
    const hint = meant === null ? '' : `; did you mean ${meant}?`;
    throw new InputError('columns', `names among ${known.join(', ')}`, `${shown(name)}${hint}`);
  });
}

function delimiterOf(text: string): Delimiter {
  const delimiter = NAMED.get(text) ?? DELIMITERS.find((each) => each === text);
  if (delimiter) return delimiter;
  throw new InputError('delimiter', `one of , ; | or ${[...NAMED.keys()].join(', ')}`, shown(text));
}

function truthOf(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new InputError('bom', 'true or false', shown(text));
}

import type { Reads, Statements } from '../sql/statements.ts';
import type { AskDriver, AskModels, DriverQuery, ModelsOver } from './models.ts';

/** A way into the database to read by, by SQL or by models. */
export interface ReadingWay extends Reads {
  readonly models: AskModels;
}

/** A transaction, or what is one for each statement. */
export interface Transaction extends Statements, ReadingWay {}

/** One into which rows can be copied. */
export interface CopyTransaction extends Transaction {
  /** The rows are in COPY's text format. */
  copyIn(table: string, rows: string): Promise<void>;
}

/** What a driver answers, whichever it is. */
export interface Answered {
  readonly rows: readonly unknown[];
  readonly affected: number;
}

/** By a driver that is asked in its own way. */
export function transactionBy<Answer extends Answered>(
  ask: (query: DriverQuery) => Promise<Answer>,
  models: ModelsOver,
): Transaction {
  return {
    rows: async <Row>({ text, values }: DriverQuery) => (await ask({ text, values })).rows as readonly Row[],
    execute: async ({ text, values }) => (await ask({ text, values })).affected,
    models: models.by(ask as AskDriver),
  };
}

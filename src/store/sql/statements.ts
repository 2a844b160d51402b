import { Prisma } from '../generated/client.ts';

/** SQL with values in it, as Prisma takes it. */
export type Query = TemplateStringsArray | Prisma.Sql;

/** What Prisma's transactions and those of a driver have in common. */
export interface Statements {
  $queryRaw<Rows>(query: Query, ...values: readonly unknown[]): Promise<Rows>;
  $executeRaw(query: Query, ...values: readonly unknown[]): Promise<number>;
  $executeRawUnsafe(sql: string): Promise<number>;
}

/** A transaction into which rows can be copied, which Prisma has no words for. */
export interface CopyTransaction extends Statements {
  /** The rows are in COPY's text format. */
  copyIn(table: string, rows: string): Promise<void>;
}

export type Ask = (
  sql: string,
  values: unknown[],
) => Promise<{ readonly rows: readonly unknown[]; readonly affected: number }>;

/** Statements by a driver that is asked in its own way. */
export function statementsBy(ask: Ask): Statements {
  const run = (query: Query, values: readonly unknown[]) => {
    const sql = sqlOf(query, values);
    return ask(sql.text, sql.values);
  };
  return {
    $queryRaw: async <Rows>(query: Query, ...values: readonly unknown[]) => (await run(query, values)).rows as Rows,
    $executeRaw: async (query, ...values) => (await run(query, values)).affected,
    $executeRawUnsafe: async (sql) => (await ask(sql, [])).affected,
  };
}

/** As Prisma reads a query and its values. */
export function sqlOf(query: Query, values: readonly unknown[]): Prisma.Sql {
  return 'raw' in query ? Prisma.sql(query, ...values) : query;
}

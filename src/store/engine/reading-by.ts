import { type Query, type Statements, sqlOf } from '../sql/statements.ts';
import type { Database } from './database.ts';

/** What reads outside of a transaction, for somebody who may leave. */
export function readingBy({ rows }: Pick<Database, 'rows'>, signal?: AbortSignal): Pick<Statements, '$queryRaw'> {
  return {
    $queryRaw: async <Rows>(query: Query, ...values: readonly unknown[]) =>
      (await rows(sqlOf(query, values), signal)) as Rows,
  };
}

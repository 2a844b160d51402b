import pg from 'pg';
import type { DriverQuery } from './models.ts';
import type { Answered } from './transaction.ts';
import { settingsOf } from './transaction-settings.ts';

/** All that the server said, and what everybody asks of it. */
export type PgAnswered = pg.QueryResult & Answered;

export function answered(result: pg.QueryResult): PgAnswered {
  return Object.assign(result, { affected: result.rowCount ?? 0 });
}

/**
 * One statement in its schema that the server itself ends after so many milliseconds. Both are set in the same round trip and the
 * same transaction, for a pooler between may give the next transaction to another server connection.
 */
export function timedQuery(
  client: pg.ClientBase,
  { text, values, ...how }: DriverQuery,
  { schema, ms }: { readonly schema: string; readonly ms: number },
): Promise<PgAnswered> {
  return new Promise((resolve, reject) => {
    // Always by the extended protocol: what goes by the simple one is a transaction by itself.
    const config = { ...how, text, values: [...values], queryMode: 'extended' };
    const query = new pg.Query(config, (error: Error | undefined, result: unknown) => {
      if (error) return reject(error);
      // Of the bound, and of the statement.
      resolve(answered([result].flat().at(-1) as pg.QueryResult));
    });
    const submit = query.submit.bind(query);
    query.submit = (connection) => {
      connection.stream.cork();
      connection.parse({ name: '', text: settingsOf(schema, ms), types: [] }, true);
      connection.bind({}, true);
      connection.describe({ type: 'P', name: '' }, true);
      connection.execute({}, true);
      const refused = submit(connection);
      connection.stream.uncork();
      return refused;
    };
    client.query(query);
  });
}

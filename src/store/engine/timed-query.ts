import pg from 'pg';
import { settingsOf } from './transaction-settings.ts';

export interface Answered {
  readonly rows: readonly unknown[];
  readonly affected: number;
}

/**
 * One statement in its schema that the server itself ends after so many milliseconds. Both are set in the same round trip and the
 * same transaction, for a pooler between may give the next transaction to another server connection.
 */
export function timedQuery(
  client: pg.ClientBase,
  { text, values }: { readonly text: string; readonly values: readonly unknown[] },
  { schema, ms }: { readonly schema: string; readonly ms: number },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    // Always by the extended protocol: what goes by the simple one is a transaction by itself.
    const config = { text, values: [...values], queryMode: 'extended' };
    const query = new pg.Query(config, (error: Error | undefined, result: unknown) => {
      if (error) return reject(error);
      // Of the bound, and of the statement.
      const { rows, rowCount } = [result].flat().at(-1) as pg.QueryResult;
      resolve({ rows, affected: rowCount ?? 0 });
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

import pg from 'pg';
import { LACKS_RIGHT, sqlStateOf } from './sql-state.ts';

/** As whom the database is asked by this address. */
export function roleOf(url: string): string {
  return `role "${new pg.Client({ connectionString: url }).user}"`;
}

/**
 * A refusal for want of a right says of itself neither in which database nor to which role: it is given both, whoever asked and
 * by whatever way.
 */
export function nameRole(client: pg.Client, where: string): void {
  client.connection.prependListener('errorMessage', (refusal: Error) => {
    if (sqlStateOf(refusal) !== LACKS_RIGHT) return;
    refusal.message = `${where}: role "${client.user}" lacks a right: ${refusal.message}`;
  });
}

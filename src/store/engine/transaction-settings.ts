import pg from 'pg';

/** A process that is paused in the middle of a write must not keep the others from writing. */
export const IDLE_IN_TRANSACTION_MS = 10_000;

/** What begins a transaction with all settings that it needs: they end with it, for its connection is lent to others. */
export function beginning(schema: string): string {
  return `BEGIN; SET LOCAL search_path TO ${pg.escapeIdentifier(schema)};
    SET LOCAL idle_in_transaction_session_timeout TO ${IDLE_IN_TRANSACTION_MS}`;
}

/** What sets one statement's settings, where both are one transaction: the schema, and when the server ends it. */
export function settingsOf(schema: string, ms: number): string {
  const path = pg.escapeLiteral(pg.escapeIdentifier(schema));
  return `SELECT set_config('statement_timeout', '${wholeMs(ms)}', true), set_config('search_path', ${path}, true)`;
}

/** No bound at all is what 0 would say. */
function wholeMs(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}

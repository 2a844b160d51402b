import pg from 'pg';

const LOCAL = 'postgresql://postgres@127.0.0.1:5432/postgres';
const CONNECT_TIMEOUT_MS = 2_000;

/** The server that the store is tested on too: `TEST_DATABASE_URL`, which must answer, else a local one if it does. */
export async function serverUrl(): Promise<URL | null> {
  const asked = process.env.TEST_DATABASE_URL;
  if (asked) return new URL(asked);
  const client = new pg.Client({ connectionString: LOCAL, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return new URL(LOCAL);
  } catch {
    return null;
  }
}

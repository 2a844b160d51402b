import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database of the benchmark's own; it is gone when `drop` is done. */
export interface BenchDatabase {
  readonly url: string;
  run(sql: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  drop(): Promise<void>;
}

/** Creates an empty database on the server at `serverUrl`, which must be allowed to. */
export async function createBenchDatabase(serverUrl: string): Promise<BenchDatabase> {
  const name = `audit_gateway_bench_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await once(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  return {
    url: url.href,
    run: (sql, values) => once(url.href, sql, values),
    drop: async () => {
      await once(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function once(connectionString: string, sql: string, values: readonly unknown[] = []) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows as readonly Readonly<Record<string, unknown>>[];
  } finally {
    await client.end();
  }
}

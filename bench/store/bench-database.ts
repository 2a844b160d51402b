import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { withConfig } from '../open-gateway.ts';
import { runProcess } from '../ready-process.ts';

/** Where databases are made unless another server is named. */
export const LOCAL_SERVER = 'postgresql://postgres@127.0.0.1:5432/postgres';

const PREFIX = 'audit_gateway_bench_';

/** A database of the benchmark's own; it is gone when `drop` is done. */
export interface BenchDatabase {
  readonly url: string;
  run(sql: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Another one with the same in it; nobody may be connected to this one meanwhile. */
  clone(): Promise<BenchDatabase>;
  drop(): Promise<void>;
}

/** Creates an empty database on the server at `serverUrl`, which must be allowed to. */
export function createBenchDatabase(serverUrl: string): Promise<BenchDatabase> {
  return create(serverUrl, "template0 ENCODING 'UTF8'");
}

/** The same, with the store's tables in it. */
export async function createMigratedDatabase(serverUrl: string): Promise<BenchDatabase> {
  const database = await createBenchDatabase(serverUrl);
  await withConfig({ database: { url: database.url } }, (file) =>
    runProcess('dist/src/cli.js', ['migrate', '--config', file]),
  );
  return database;
}

/** A benchmark's database that an earlier run has kept. */
export function keptBenchDatabase(databaseUrl: string): BenchDatabase {
  const serverUrl = withPath(databaseUrl, '/postgres');
  const name = new URL(databaseUrl).pathname.slice(1);
  if (!name.startsWith(PREFIX)) throw new Error(`expected a database of a benchmark, but got ${name}`);
  return {
    url: databaseUrl,
    run: (sql, values) => once(databaseUrl, sql, values),
    clone: async () => {
      const [server] = await once(serverUrl, 'SHOW server_version_num');
      // As files, as older servers always do: not all of it once more by way of the log.
      return create(serverUrl, Number(server?.server_version_num) < 150_000 ? name : `${name} STRATEGY file_copy`);
    },
    drop: async () => {
      await once(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function create(serverUrl: string, template: string): Promise<BenchDatabase> {
  const name = `${PREFIX}${randomUUID().replaceAll('-', '')}`;
  await once(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return keptBenchDatabase(withPath(serverUrl, `/${name}`));
}

function withPath(url: string, pathname: string): string {
  return Object.assign(new URL(url), { pathname }).href;
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

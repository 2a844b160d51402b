import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { type Instant, parseRfc3339 } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { Database } from '../../src/store/engine/database.ts';
import { migrate } from '../../src/store/engine/migrate.ts';
import { readMigrations } from '../../src/store/engine/migrations.ts';
import { type OpenOptions, openDatabase } from '../../src/store/engine/open-database.ts';
import { presentParts } from '../../src/store/events/partitions.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { prismaStore } from '../../src/store/prisma-store.ts';
import { ensureConfig } from '../../src/store/rows/stored-config.ts';
import { raw } from '../../src/store/sql/sql.ts';
import { SOURCES } from '../fakes/samples.ts';
import { serverUrl } from './server-url.ts';
import { storeTemplate } from './template.ts';

/** When every test's store is made. */
export const OPENED = parseRfc3339('2024-03-01T00:00:00Z') as Instant;

/** The sources that the tests' stores are copied. */
export const ARCHIVED = [...SOURCES, 'salt-prod'] as SourceKey[];

/** A kind of database that the store is tested on. */
export interface TestDatabase {
  readonly name: string;
  /** A new database; `migrated` ones may be so already. */
  create(how: 'empty' | 'migrated'): Promise<{ readonly options: OpenOptions; drop(): Promise<void> }>;
}

const embedded: TestDatabase = {
  name: 'the embedded database',
  async create(how) {
    const template = how === 'migrated' ? await storeTemplate() : undefined;
    return { options: { template }, drop: async () => undefined };
  },
};

function server(url: URL): TestDatabase {
  return {
    name: 'PostgreSQL',
    async create() {
      const name = `audit_gateway_test_${randomUUID().replaceAll('-', '')}`;
      await asAdmin(url, `CREATE DATABASE ${name}`);
      const options = { url: Object.assign(new URL(url), { pathname: `/${name}` }).href };
      return { options, drop: () => asAdmin(url, `DROP DATABASE ${name} WITH (FORCE)`) };
    },
  };
}

async function asAdmin(url: URL, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const found = await serverUrl();

/** PostgreSQL, where a server is there to test on. */
export const servers: readonly TestDatabase[] = found === null ? [] : [server(found)];
/** All of them: every test of the store runs on each. */
export const databases: readonly TestDatabase[] = [embedded, ...servers];

export interface TestStore {
  readonly store: EventStore;
  readonly database: Database;
  readonly options: OpenOptions;
}

/** A store that is used again. */
export interface ReusedStore extends TestStore {
  /** Nothing is in it and it is configured as if it were new; months' parts stay, for to make them takes longest by far. */
  empty(): Promise<void>;
  /** The same, without a part of any month. */
  clear(): Promise<void>;
}

/** One store for all tests of a `describe`. */
export function useStore(kind: TestDatabase): () => ReusedStore {
  let opened: (TestStore & { close(): Promise<void> }) | null = null;
  beforeAll(async () => {
    opened = await openTestStore(kind);
  });
  afterAll(async () => opened?.close());
  return () => {
    if (opened === null) throw new Error('a test store is only there while tests run');
    const { database } = opened;
    return { ...opened, empty: () => empty(database), clear: () => clear(database) };
  };
}

export async function openTestStore(kind: TestDatabase): Promise<TestStore & { close(): Promise<void> }> {
  const { options, drop } = await kind.create('migrated');
  const database = await openDatabase(options);
  const migrations = readMigrations();
  await migrate(database, migrations);
  await ensureConfig(database.own, OPENED);
  const store = prismaStore({ database, migrations, rules: BUILT_IN, archived: ARCHIVED, now: () => OPENED });
  const close = async () => {
    await store.close();
    await drop();
  };
  return { store, database, options, close };
}

const TABLES = ['audit_event', 'audit_config', 'idempotency', 'stored_source', 'archive', 'lease'];

export async function clear(database: Database): Promise<void> {
  const { own } = database;
  for (const { name } of await presentParts(own)) await own.execute(raw(`DROP TABLE "${name}"`));
  await empty(database);
}

/** As if the store were new, but for its months. What there is of rows goes in a fraction of the time that TRUNCATE takes to make its tables' files anew. */
export async function empty({ own }: Database): Promise<void> {
  for (const table of TABLES) await own.execute(raw(`DELETE FROM ${table}`));
  await ensureConfig(own, OPENED);
}

import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/engine/database.ts';
import { migrate, requireMigrated } from '../../src/store/engine/migrate.ts';
import { type Migration, readMigrations } from '../../src/store/engine/migrations.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { databases, servers, type TestDatabase } from './databases.ts';
import { EngineDatabase, migrationList, NO_FILTER, schemaEngine } from './schema-engine.ts';

const migrations = readMigrations();

function more(sql: string): Migration {
  return { name: '99990101000000_more', sql, checksum: 'c'.repeat(64) };
}

interface HistoryRow {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly steps: number;
}

function history(database: Database): Promise<readonly HistoryRow[]> {
  return database.inSession((session) =>
    session.query<HistoryRow>(
      `SELECT migration_name AS name, checksum, finished_at >= started_at AS finished, applied_steps_count AS steps
       FROM _prisma_migrations ORDER BY started_at`,
    ),
  );
}

describe.each(databases)('migrating $name', (kind) => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  async function openNew(how: 'empty' | 'migrated' = 'migrated'): Promise<Database> {
    const { options, drop } = await kind.create(how);
    const database = await openDatabase(options);
    cleanups.push(async () => {
      await database.close();
      await drop();
    });
    return database;
  }

  test('an empty database is migrated once, and recorded as Prisma records it', async () => {
    const database = await openNew('empty');
    expect(await migrate(database, migrations)).toEqual(migrations.map(({ name }) => name));
    expect(await migrate(database, migrations)).toEqual([]);
    expect(await history(database)).toEqual(
      migrations.map(({ name, checksum }) => ({ name, checksum, finished: true, steps: 1 })),
    );
    await requireMigrated(database, migrations);
  });

  test('a migration that fails leaves nothing behind, and is told', async () => {
    const database = await openNew();
    await migrate(database, migrations);
    const broken = more('CREATE TABLE half (id INT); SELECT * FROM nowhere;');
    const failed = migrate(database, [...migrations, broken]);
    await expect(failed).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    await expect(failed).rejects.toThrow(/migration 99990101000000_more to succeed, but it failed: .*nowhere/);
    expect(await history(database)).toHaveLength(migrations.length);
    expect(await migrate(database, [...migrations, more('CREATE TABLE half (id INT);')])).toEqual([broken.name]);
  });

  test.each([
    { found: 'edited', sql: "UPDATE _prisma_migrations SET checksum = 'other'", message: 'it was edited since' },
    { found: 'failed', sql: 'UPDATE _prisma_migrations SET finished_at = NULL', message: 'but it failed' },
    {
      found: 'unknown',
      sql: "UPDATE _prisma_migrations SET migration_name = 'later'",
      message: 'later: the database is newer',
    },
  ])('a history with a migration that is $found is refused', async ({ sql, message }) => {
    const database = await openNew();
    await migrate(database, migrations);
    await database.inSession((session) => session.script(sql));
    for (const ask of [migrate, requireMigrated]) {
      const refused = ask(database, migrations);
      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    }
  });

  test('a migration that was rolled back is applied again', async () => {
    const database = await openNew();
    await migrate(database, migrations);
    await database.inSession((session) =>
      session.script(
        `UPDATE _prisma_migrations SET rolled_back_at = now();
        DROP TABLE audit_event, audit_config, idempotency, stored_source, archive, lease, secret_key`,
      ),
    );
    expect(await migrate(database, migrations)).toEqual(migrations.map(({ name }) => name));
  });

  test('a database that lacks a migration is not ready', async () => {
    const database = await openNew();
    await migrate(database, migrations);
    await expect(requireMigrated(database, [...migrations, more('')])).rejects.toThrow(
      'expected migration 99990101000000_more to be applied, but it is not',
    );
  });
});

describe('with Prisma itself', () => {
  test('a database that the gateway migrated is one that Prisma finds up to date', async () => {
    const pglite = await PGlite.create();
    const engine = await schemaEngine(new EngineDatabase(pglite));
    const list = migrationList(migrations);
    try {
      await migrate(over(pglite), migrations);
      const input = { migrationsList: list, optInToShadowDatabase: false, filters: NO_FILTER };
      expect(await engine.diagnoseMigrationHistory(input)).toEqual({
        editedMigrationNames: [],
        failedMigrationNames: [],
        hasMigrationsTable: true,
        history: null,
      });
      expect(await engine.applyMigrations({ migrationsList: list, filters: NO_FILTER })).toEqual({
        appliedMigrationNames: [],
      });
    } finally {
      await pglite.close();
    }
  });

  test('a database that Prisma migrated is one that the gateway finds up to date', async () => {
    const pglite = await PGlite.create();
    const engine = await schemaEngine(new EngineDatabase(pglite));
    try {
      const applied = await engine.applyMigrations({ migrationsList: migrationList(migrations), filters: NO_FILTER });
      expect(applied.appliedMigrationNames).toEqual(migrations.map(({ name }) => name));
      expect(await migrate(over(pglite), migrations)).toEqual([]);
    } finally {
      await pglite.close();
    }
  });

  /** Only what migrating asks of a database. */
  function over(pglite: PGlite): Database {
    const session = {
      query: async <Row>(sql: string, values: readonly unknown[] = []) =>
        (await pglite.query<Row>(sql, [...values])).rows,
      script: async (sql: string) => {
        await pglite.exec(sql);
      },
    };
    return {
      ...{ name: 'test', schema: 'public' },
      inSession: (work: (session_: typeof session) => unknown) => work(session),
    } as unknown as Database;
  }
});

describe.each<TestDatabase>(servers)('several gateways at once on $name', (kind) => {
  test('migrate once', async () => {
    const { options, drop } = await kind.create('empty');
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(options)));
    try {
      const applied = await Promise.all(opened.map((database) => migrate(database, migrations)));
      expect(applied.flat()).toEqual(migrations.map(({ name }) => name));
    } finally {
      await Promise.all(opened.map((database) => database.close()));
      await drop();
    }
  });

  test('agree with Prisma on what is applied', async () => {
    const { options, drop } = await kind.create('empty');
    const database = await openDatabase(options);
    try {
      await migrate(database, migrations);
      const url = new URL(options.url ?? '');
      const { hostname: host, port, username: user, password, pathname } = url;
      const engine = await schemaEngine(
        new PrismaPg({ host, port: Number(port || 5432), user, password, database: pathname.slice(1) }),
      );
      const applied = await engine.applyMigrations({ migrationsList: migrationList(migrations), filters: NO_FILTER });
      expect(applied).toEqual({ appliedMigrationNames: [] });
    } finally {
      await database.close();
      await drop();
    }
  });
});

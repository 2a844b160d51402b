import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { type Migration, readMigrations } from '../../src/store/engine/migrations.ts';
import { datamodel, EngineDatabase, migrationList, NO_FILTER, schemaEngine } from './schema-engine.ts';

/** The SQL that would make what the migrations say into what `schema.prisma` says. */
async function drift(migrations: readonly Migration[]): Promise<string> {
  const database = await PGlite.create();
  const factory = new EngineDatabase(database);
  try {
    const engine = await schemaEngine(factory);
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationList(migrations) },
      to: { tag: 'schemaDatamodel', ...datamodel() },
      script: true,
      exitCode: true,
      filters: NO_FILTER,
    });
    return stdout ?? '';
  } finally {
    await factory.closeScratch();
    await database.close();
  }
}

test('schema.prisma and the migrations say the same', async () => {
  expect(await drift(readMigrations())).toContain('-- This is an empty migration.');
});

test('a column that only the migrations have is told', async () => {
  const sql = 'ALTER TABLE "audit_event" ADD COLUMN "more" TEXT;';
  const more: Migration = { name: '99990101000000_more', sql, checksum: '' };
  expect(await drift([...readMigrations(), more])).toContain('DROP COLUMN "more"');
});

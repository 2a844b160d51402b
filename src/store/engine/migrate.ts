import { randomUUID } from 'node:crypto';
import { raw } from '../sql/sql.ts';
import type { Database, Session } from './database.ts';
import { DatabaseError } from './database-error.ts';
import type { Migration } from './migrations.ts';
import { LOOK_MS, looking } from './patiently.ts';
import { type AskRights, requireRights } from './rights.ts';

/** The advisory lock that Prisma's own tools take while they migrate: so they and the gateway wait for each other. */
const PRISMA_LOCK = 72_707_369;
const LOCK_TIMEOUT_MS = 60_000;

const HISTORY = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"            VARCHAR(64) NOT NULL,
    "finished_at"         TIMESTAMPTZ,
    "migration_name"      VARCHAR(255) NOT NULL,
    "logs"                TEXT,
    "rolled_back_at"      TIMESTAMPTZ,
    "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

const RECORD = `
INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`;

interface Applied {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/**
 * Brings the database's schema up to date, under a lock, each migration whole or not at all, and records it as Prisma
 * does. The names of those applied now. Refuses a history that is not this version's: one with a migration that
 * failed, was edited since, or is unknown here.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<readonly string[]> {
  return database.inSession(async (session) => {
    await requireUtf8(database.name, session);
    await requireRights(asking(session), { ...placeOf(database), to: 'run' });
    await lock(database.name, session);
    const pending = pendingAmong(migrations, await historyOf(session), database.name);
    if (pending.length === 0) return [];
    await requireRights(asking(session), { ...placeOf(database), to: 'migrate' });
    await session.script(HISTORY);
    for (const migration of pending) await apply(migration, session, database.name);
    return pending.map(({ name }) => name);
  });
}

/** Those that a database with this history still lacks. Throws where the history is not this version's. */
function pendingAmong(
  migrations: readonly Migration[],
  history: readonly Applied[],
  where: string,
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of history) {
    const migration = known.get(name);
    if (!migration)
      throw refused(where, `no migration that this version does not know, but found ${name}: the database is newer`);
    if (!finished) throw refused(where, `migration ${name} to be applied, but it failed: see prisma migrate resolve`);
    if (checksum !== migration.checksum)
      throw refused(where, `migration ${name} as it was applied, but it was edited since`);
  }
  const applied = new Set(history.map(({ name }) => name));
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Those that the database still lacks, be it empty. Throws where `migrate` would refuse it. Nothing is changed. */
export async function pendingMigrations(
  database: Database,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  return database.inSession(async (session) => {
    await requireUtf8(database.name, session);
    await requireRights(asking(session), { ...placeOf(database), to: 'run' });
    const pending = pendingAmong(migrations, await historyOf(session), database.name);
    if (pending.length > 0) await requireRights(asking(session), { ...placeOf(database), to: 'migrate' });
    return pending;
  });
}

/** Empty where nothing was ever migrated. */
async function historyOf(session: Session): Promise<readonly Applied[]> {
  const [found] = await session.query<{ history: string | null }>(FIND_HISTORY);
  return found?.history ? session.query<Applied>(READ_HISTORY) : [];
}

function asking({ query }: Session): AskRights {
  return ({ text, values }) => query(text, values);
}

function placeOf({ name, schema }: Database) {
  return { where: name, schema };
}

/** Whether the database has all these migrations, no failed one, and all rights are there. Nothing is changed. */
export async function requireMigrated(database: Database, migrations: readonly Migration[]): Promise<void> {
  const signal = looking(LOOK_MS);
  await requireRights((sql) => database.rows(sql, signal), { ...placeOf(database), to: 'run' });
  const history = await database.rows<Applied>(raw(READ_HISTORY), signal);
  const [missing] = pendingAmong(migrations, history, database.name);
  if (missing) throw refused(database.name, `migration ${missing.name} to be applied, but it is not`);
}

const FIND_HISTORY = `SELECT to_regclass('"_prisma_migrations"')::text AS "history"`;

const READ_HISTORY = `
SELECT "migration_name" AS "name", "checksum", "finished_at" IS NOT NULL AS "finished"
FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL ORDER BY "started_at"`;

async function apply({ name, sql, checksum }: Migration, session: Session, where: string): Promise<void> {
  await session.script('BEGIN');
  try {
    await session.script(sql);
    await session.query(RECORD, [randomUUID(), checksum, name]);
    await session.script('COMMIT');
  } catch (cause) {
    await session.script('ROLLBACK');
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(
      'MIGRATION_FAILED',
      `${where}: expected migration ${name} to succeed, but it failed: ${found}`,
      { cause },
    );
  }
}

async function lock(where: string, session: Session): Promise<void> {
  try {
    await session.query("SELECT set_config('lock_timeout', $1, false)", [`${LOCK_TIMEOUT_MS}ms`]);
    await session.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
  } catch (cause) {
    throw new DatabaseError(
      'MIGRATION_FAILED',
      `${where}: expected to migrate within ${LOCK_TIMEOUT_MS} ms, but another process holds the migration lock`,
      { cause },
    );
  }
}

async function requireUtf8(where: string, session: Session): Promise<void> {
  const [row] = await session.query<{ server_encoding: string }>('SHOW server_encoding');
  if (row?.server_encoding === 'UTF8') return;
  throw new DatabaseError('DATABASE_UNFIT', `${where}: expected the encoding UTF8, but got ${row?.server_encoding}`);
}

function refused(where: string, expected: string): DatabaseError {
  return new DatabaseError('MIGRATION_FAILED', `${where}: expected ${expected}`);
}

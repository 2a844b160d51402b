import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { GATEWAY } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import { newestEvent } from '../lanes/newest.ts';
import type { Database } from './engine/database.ts';
import { DatabaseError } from './engine/database-error.ts';
import { type DatabaseAddress, parseDatabaseUrl } from './engine/database-url.ts';
import { dataFolder } from './engine/embedded.ts';
import { pendingMigrations, requireMigrated } from './engine/migrate.ts';
import { readMigrations } from './engine/migrations.ts';
import { openDatabase } from './engine/open-database.ts';
import { storeLane } from './events/store-lane.ts';

/** `ABSENT`: made at the start of the gateway; `BEHIND`: lacks migrations, applied at that start. */
export type SchemaState = 'ABSENT' | 'BEHIND' | 'CURRENT';

/** What the store's database is like right now. */
export interface DatabaseReport {
  /** How it is spoken of: without password. */
  readonly name: string;
  /** Null: it was not opened. */
  readonly reachable: boolean | null;
  readonly schema: SchemaState | null;
  /** Null: no event is stored, or that was not asked. */
  readonly newestEventAt: Instant | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/**
 * Looks at the database, and changes nothing: neither migrates it nor makes one that is not there yet. The folder of an
 * embedded one is held meanwhile. Throws a `DatabaseError` only where `url` names no database.
 */
export async function inspectDatabase(
  { url, directUrl }: DatabaseAddress,
  now: Instant,
  signal: AbortSignal,
): Promise<DatabaseReport> {
  const place = parseDatabaseUrl(url, directUrl);
  const report: DatabaseReport = {
    name: place.name,
    reachable: null,
    schema: null,
    newestEventAt: null,
    problem: null,
  };
  try {
    if (place.kind === 'memory' || (place.kind === 'folder' && !isThere(place.folder))) {
      return { ...report, schema: 'ABSENT' };
    }
    const database = await openDatabase({ url, directUrl });
    try {
      return { ...report, reachable: true, ...(await look(database, now, signal)) };
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const { code, message } = error;
    return {
      ...report,
      reachable: code === 'MIGRATION_FAILED' || code === 'DATABASE_UNFIT',
      problem: { code, message },
    };
  }
}

type Look = Pick<DatabaseReport, 'schema' | 'newestEventAt' | 'problem'>;

async function look(database: Database, now: Instant, signal: AbortSignal): Promise<Look> {
  const pending = await pendingOf(database);
  if (pending.length > 0) return { schema: 'BEHIND', newestEventAt: null, problem: null };
  await requireMigrated(database, readMigrations());
  const newest = await newestEvent((query, within) => storeLane(database, [GATEWAY], query, within), now, signal);
  return { schema: 'CURRENT', newestEventAt: newest.at, problem: newest.problem };
}

async function pendingOf(database: Database) {
  try {
    return await pendingMigrations(database, readMigrations());
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(
      'DATABASE_UNFIT',
      `${database.name}: expected its migrations to be readable, but got: ${found}`,
      { cause },
    );
  }
}

/** Whether an embedded database is in the folder; where it is not, one must be able to come there. */
function isThere(folder: string): boolean {
  if (existsSync(dataFolder(folder))) return true;
  const parent = nearest(resolve(folder));
  try {
    accessSync(`${parent}/.`, constants.W_OK);
  } catch (cause) {
    const found = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
    throw new DatabaseError(
      'DATABASE_UNREACHABLE',
      `database.url: expected ${folder} to be a folder, or to become one, but for ${parent} got ${found}`,
      { cause },
    );
  }
  return false;
}

function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder));
}

import type { SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { migrate, requireMigrated } from './engine/migrate.ts';
import { readMigrations } from './engine/migrations.ts';
import { type OpenOptions, openDatabase } from './engine/open-database.ts';
import { builtTemplate } from './engine/template.ts';
import type { EventStore } from './port/event-store.ts';
import { prismaStore } from './prisma-store.ts';
import { ensureConfig } from './rows/stored-config.ts';

export interface StoreOptions extends OpenOptions {
  /** What is redacted of the store's own events. */
  readonly rules: RedactionRules;
  /** The sources that are copied into it. */
  readonly archived?: readonly SourceKey[];
  /** When the store is, if it is new. */
  readonly now: () => Instant;
}

/** Opens the database, brings its schema up to date, and configures it if it is new. Throws a `DatabaseError`. */
export async function openStore({ rules, archived = [], now, ...options }: StoreOptions): Promise<EventStore> {
  const migrations = readMigrations();
  const database = await openDatabase({ template: await builtTemplate(migrations), ...options });
  try {
    await migrate(database, migrations);
    await requireMigrated(database, migrations);
    await ensureConfig(database.own, now());
    return prismaStore({ database, migrations, rules, archived, now });
  } catch (error) {
    await database.close();
    throw error;
  }
}

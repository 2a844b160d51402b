import { GATEWAY } from '../domain/event.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { changeConfig } from './change-config.ts';
import type { Database } from './database.ts';
import type { EventStore } from './event-store.ts';
import { printStored } from './export-pages.ts';
import { forgetKeys } from './idempotency.ts';
import { requireMigrated } from './migrate.ts';
import type { Migration } from './migrations.ts';
import { byIdsSql } from './read.ts';
import { record } from './record.ts';
import { removeExpired } from './retention.ts';
import { type EventRow, eventOf } from './row.ts';
import { countStored, storeLane } from './store-lane.ts';
import { readConfig } from './stored-config.ts';
import { writing } from './writing.ts';

/** The store over an open, migrated and configured database, which it closes. */
export function prismaStore(database: Database, migrations: readonly Migration[], rules: RedactionRules): EventStore {
  const { prisma } = database;
  return {
    name: 'gateway',
    sources: [GATEWAY],
    essential: true,
    grainUs: 1,
    open: (query, signal) => storeLane(database, query, signal),
    count: (query, signal) => countStored(database, query, signal),
    print: (query, printing, signal) => printStored(database, query, printing, signal),
    async byIds(ids) {
      const rows = await database.rows<EventRow>(byIdsSql(ids));
      const found = new Map(rows.map((row) => [row.id, eventOf(row)]));
      return ids.map((id) => found.get(id) ?? null);
    },
    record: (batch) => writing(prisma, (tx, config) => record(tx, config, batch)),
    config: () => readConfig(prisma),
    changeConfig: (change) => writing(prisma, (tx, config) => changeConfig(tx, config, change, rules)),
    prune: (now) =>
      writing(prisma, async (tx, config) => {
        await forgetKeys(tx, now);
        return { removed: await removeExpired(tx, config, now) };
      }),
    ready: () => requireMigrated(database, migrations),
    stored: () => prisma.auditEvent.count(),
    close: () => database.close(),
  };
}

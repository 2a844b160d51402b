import { GATEWAY, type SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { archives } from './archive/archives.ts';
import type { Database } from './engine/database.ts';
import { requireMigrated } from './engine/migrate.ts';
import type { Migration } from './engine/migrations.ts';
import { LOOK_MS, looking, patiently, unhurried } from './engine/patiently.ts';
import { asking } from './engine/store-failure.ts';
import { aging } from './events/aging.ts';
import { arrivalOrder } from './events/arrival-order.ts';
import { changeConfig, foreseeChange } from './events/change-config.ts';
import { printStored } from './events/export-pages.ts';
import { holding } from './events/holding.ts';
import { knownMonths } from './events/known-months.ts';
import { prune } from './events/prune.ts';
import { reaches } from './events/reach.ts';
import { record } from './events/record.ts';
import { countStored, type LaneReads, storeLane } from './events/store-lane.ts';
import { writing } from './events/writing.ts';
import { type EventStore, StoreFailed } from './port/event-store.ts';
import { cursorKey } from './rows/cursor-key.ts';
import { forgetKeys } from './rows/idempotency.ts';
import { storedInAll } from './rows/source-counts.ts';
import { readConfig } from './rows/stored-config.ts';
import { requireStorable } from './rules/storable.ts';
import { placesSql } from './sql/read.ts';
import { type EventRow, eventOf } from './sql/row.ts';

export interface StoreParts {
  readonly database: Database;
  readonly migrations: readonly Migration[];
  /** What is redacted of the store's own events. */
  readonly rules: RedactionRules;
  /** The sources that are copied into it: of these, and of the gateway itself, its lane gives events, and of no others. */
  readonly archived: readonly SourceKey[];
  readonly now: () => Instant;
}

/** So many are planned together as fast as a part of them. */
const FEW_MONTHS = 4;

/** The store over an open, migrated and configured database, which it closes. */
export function prismaStore({ database, migrations, rules, archived, now }: StoreParts): EventStore {
  const { own } = database;
  const sources = [GATEWAY, ...archived];
  const age = aging(now);
  const archive = archives(database, (db) => age.from(db, now()));
  const pruneFrom = async (at: Instant) => prune(database, archive.leases, await age.from(own, at));
  const months = knownMonths(own);
  const reads: LaneReads = {
    rows: database.rows,
    reaches: (query) => (months() > FEW_MONTHS && !query.by ? reaches(query) : [query.window]),
  };
  return {
    name: 'gateway',
    sources,
    essential: true,
    grainUs: 1,
    open: (query, signal) => storeLane(reads, sources, query, signal),
    count: (query, signal) => countStored(reads, sources, query, signal),
    print: (query, printing, signal) => printStored(database, query, printing, signal),
    async at(places, signal) {
      const rows = await asking(database.rows<EventRow>(placesSql(places), signal));
      const found = new Map(rows.map((row) => [row.id, eventOf(row)]));
      return places.map(({ id }) => found.get(id) ?? null);
    },
    ...arrivalOrder(database),
    ...archive,
    async record(batch, signal) {
      await requireStorable(batch.events, 'input.events');
      const recorded = writing(database, (tx, config) => record(tx, config, batch), signal);
      return asking(holding('input.events', 'events', recorded));
    },
    config: (signal) => asking(readConfig(database.asking(signal))),
    async changeConfig(change, signal = unhurried()) {
      if (change.dryRun) {
        const reading = database.asking(signal);
        return asking(age.from(reading, change.now).then((from) => foreseeChange(reading, change, from)));
      }
      const changed = await asking(writing(database, (tx, config) => changeConfig(tx, config, change, rules), signal));
      if (changed.changes.length === 0) return { ...changed, pruned: 0 };
      // It goes on for the store's own sake, whether somebody waits for it or not.
      const pruned = await asking(patiently(signal, pruneFrom(change.now), stillPruning));
      return { ...changed, pruned };
    },
    async prune(at) {
      await writing(database, async (tx) => forgetKeys(tx, await age.from(tx, at)));
      return { removed: await pruneFrom(at) };
    },
    cursorKey: () => asking(cursorKey(own)),
    ready: () => requireMigrated(database, migrations),
    stored: () => storedInAll(database.asking(looking(LOOK_MS))),
    lanes: database.lanes,
    close() {
      age.stop();
      return database.close();
    },
  };
}

function stillPruning(): StoreFailed {
  return new StoreFailed('TIMEOUT', 'still removes what is no longer kept; the configuration is changed', undefined);
}

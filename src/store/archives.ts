import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import { archiveRow, archiveRows, problemJson } from './archive-row.ts';
import type { ArchiveStore, SyncEnded } from './archive-store.ts';
import { cutBack, databaseNow, newestStored } from './cut-back.ts';
import type { Database } from './database.ts';
import type { StoredConfig } from './event-store.ts';
import { ingest, prepared } from './ingest.ts';
import { type IngestOnce, ingestApart } from './ingest-apart.ts';
import { keeps } from './keeps.ts';
import { leases, requireHeld } from './lease.ts';
import { notify } from './notify.ts';
import { openArchives } from './open-archives.ts';
import { readingBy } from './reading-by.ts';
import type { Statements } from './statements.ts';
import { storeEvents } from './store-events.ts';
import { asking, keeping } from './store-failure.ts';
import { writing } from './writing.ts';

/** What the store keeps for those who copy sources into it. */
export function archives(
  database: Pick<Database, 'prisma' | 'rows' | 'copying' | 'onNotice'>,
  agedFrom: (db: Pick<Statements, '$queryRaw'>) => Promise<Instant>,
): ArchiveStore {
  const { prisma, onNotice } = database;
  return {
    leases: leases(prisma, randomUUID()),
    openArchives: (sources) =>
      writing(database, async (tx, config) => openArchives(tx, config, sources, await agedFrom(tx))),
    async syncStates(signal) {
      return new Map((await asking(archiveRows(readingBy(database, signal)))).map((row) => [row.source, row]));
    },
    now: () => keeping(databaseNow(prisma)),
    newestStored: (source, until) => keeping(newestStored(prisma, source, until)),
    cutBack: (cut) => keeping(writing(database, (tx, config) => cutBack(tx, config, cut))),
    beginSync: (source, lease) =>
      keeping(
        writing(database, async (tx, { enabled }) => {
          await requireHeld(tx, lease);
          await tx.$executeRaw`UPDATE archive SET running = TRUE WHERE source = ${source}`;
          const row = await archiveRow(tx, source);
          return { enabled, asking: row.runsAsked };
        }),
      ),
    async ingest(batch) {
      const [rows] = await Promise.all([prepared(batch), batch.after]);
      const once: IngestOnce = (part, itsRows) => writing(database, (tx, config) => ingest(tx, config, part, itsRows));
      return keeping(ingestApart(once, batch, rows));
    },
    endSync: (ended) => keeping(writing(database, (tx, config) => end(tx, config, ended))),
    async askForSync(source, signal) {
      const db = readingBy(database, signal);
      const [row] = await asking(
        db.$queryRaw<{ asking: number }[]>`
          UPDATE archive SET runs_asked = runs_asked + 1 WHERE source = ${source}
          RETURNING runs_asked::double precision AS asking`,
      );
      await asking(notify(db, 'sync'));
      if (!row) throw new Error(`${source}: expected an archive that was opened`);
      return row.asking;
    },
    async isSyncAsked(source) {
      const { runsAsked, runsDone } = await keeping(archiveRow(prisma, source));
      return runsAsked > runsDone;
    },
    async syncAnswer(source, number, signal) {
      const row = await asking(archiveRow(readingBy(database, signal), source));
      if (row.runsDone < number) return null;
      const failed = (row.lastFailureAt ?? 0) >= (row.lastSuccessAt ?? 0);
      return { added: row.lastAdded, failure: failed ? row.lastProblem : null };
    },
    onSync: (heard) => onNotice('sync', heard),
  };
}

async function end(tx: Statements, config: StoredConfig, ended: SyncEnded): Promise<void> {
  const { source, lease, asking, added, failure, withheld, event, now } = ended;
  await requireHeld(tx, lease);
  const problem = problemJson(failure ?? withheld);
  await tx.$executeRaw`
    UPDATE archive SET running = FALSE, runs_done = ${asking}::bigint, last_added = ${added}::bigint,
      last_problem = ${problem}::jsonb,
      last_failure_at = CASE WHEN ${failure !== null} THEN GREATEST(last_success_at, ${now}::bigint) ELSE last_failure_at END
    WHERE source = ${source}`;
  if (event && keeps(config)(event)) await storeEvents(tx, [event], now);
  await notify(tx, 'sync');
}

import { randomUUID } from 'node:crypto';
import type { SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import { archiveRows, problemJson } from './archive-row.ts';
import type { ArchiveStore, SyncEnded } from './archive-store.ts';
import type { Database } from './database.ts';
import type { StoredConfig } from './event-store.ts';
import { ingest, prepared } from './ingest.ts';
import { keeps } from './keeps.ts';
import { leases, requireHeld } from './lease.ts';
import { notify } from './notify.ts';
import { openArchives } from './open-archives.ts';
import type { Statements } from './statements.ts';
import { storeEvents } from './store-events.ts';
import { asking } from './store-failure.ts';
import { copying, type Transaction, writing } from './writing.ts';

/** What the store keeps for those who copy sources into it. */
export function archives(
  database: Pick<Database, 'prisma' | 'copying' | 'onNotice'>,
  now: () => Instant,
): ArchiveStore {
  const { prisma, onNotice } = database;
  return {
    leases: leases(prisma, randomUUID()),
    openArchives: (sources) => writing(prisma, (tx, config) => openArchives(tx, config, sources, now())),
    async syncStates() {
      return new Map((await asking(archiveRows(prisma))).map((row) => [row.source, row]));
    },
    beginSync: (source, lease) =>
      writing(prisma, async (tx, { enabled }) => {
        await requireHeld(tx, lease);
        await tx.$executeRaw`UPDATE archive SET running = TRUE WHERE source = ${source}`;
        const row = await archiveRow(tx, source);
        return { enabled, asking: row.runsAsked };
      }),
    async ingest(batch) {
      const [rows] = await Promise.all([prepared(batch), batch.after]);
      return copying(database, (tx, config) => ingest(tx, config, batch, rows));
    },
    endSync: (ended) => writing(prisma, (tx, config) => end(tx, config, ended)),
    async askForSync(source) {
      const [row] = await asking(
        prisma.$queryRaw<{ asking: number }[]>`
          UPDATE archive SET runs_asked = runs_asked + 1 WHERE source = ${source}
          RETURNING runs_asked::double precision AS asking`,
      );
      await asking(notify(prisma, 'sync'));
      if (!row) throw new Error(`${source}: expected an archive that was opened`);
      return row.asking;
    },
    async isSyncAsked(source) {
      const { runsAsked, runsDone } = await archiveRow(prisma, source);
      return runsAsked > runsDone;
    },
    async syncAnswer(source, number) {
      const row = await asking(archiveRow(prisma, source));
      if (row.runsDone < number) return null;
      const failed = (row.lastFailureAt ?? 0) >= (row.lastSuccessAt ?? 0);
      return { added: row.lastAdded, failure: failed ? row.lastProblem : null };
    },
    onSync: (heard) => onNotice('sync', heard),
  };
}

async function archiveRow(db: Pick<Statements, '$queryRaw'>, source: SourceKey) {
  const [row] = await archiveRows(db, [source]);
  if (!row) throw new Error(`${source}: expected an archive that was opened`);
  return row;
}

async function end(tx: Transaction, config: StoredConfig, ended: SyncEnded): Promise<void> {
  const { source, lease, asking, added, failure, withheld, event, now } = ended;
  await requireHeld(tx, lease);
  const problem = problemJson(failure ?? withheld);
  await tx.$executeRaw`
    UPDATE archive SET running = FALSE, runs_done = ${asking}::bigint, last_added = ${added}::bigint,
      last_problem = ${problem}::jsonb,
      last_failure_at = CASE WHEN ${failure !== null} THEN ${now}::bigint ELSE last_failure_at END
    WHERE source = ${source}`;
  if (event && keeps(config)(event)) await storeEvents(tx, [event], now);
  await notify(tx, 'sync');
}

import { randomUUID } from 'node:crypto';
import type { Instant } from '../../domain/instant.ts';
import type { Database } from '../engine/database.ts';
import { asking, keeping } from '../engine/store-failure.ts';
import type { Transaction } from '../engine/transaction.ts';
import { notify } from '../events/notify.ts';
import { storeEvents } from '../events/store-events.ts';
import { writing } from '../events/writing.ts';
import type { ArchiveStore, SyncEnded } from '../port/archive-store.ts';
import type { StoredConfig } from '../port/event-store.ts';
import { archiveRow, archiveRows, writeArchive } from '../rows/archive-row.ts';
import { databaseNow } from '../rows/database-now.ts';
import { leases, requireHeld } from '../rows/lease.ts';
import { answerTo, ended } from '../rules/archive.ts';
import { keeps } from '../rules/keeps.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';
import { cutBack, newestStored } from './cut-back.ts';
import { ingest, prepared } from './ingest.ts';
import { type IngestOnce, ingestApart } from './ingest-apart.ts';
import { openArchives } from './open-archives.ts';

/** What the store keeps for those who copy sources into it. */
export function archives(
  database: Pick<Database, 'own' | 'asking' | 'rows' | 'copying' | 'onNotice'>,
  agedFrom: (db: Reads) => Promise<Instant>,
): ArchiveStore {
  const { own, onNotice } = database;
  return {
    leases: leases(own, randomUUID()),
    openArchives: (sources) =>
      writing(database, async (tx, config) => openArchives(tx, config, sources, await agedFrom(tx))),
    async syncStates(signal) {
      const rows = await asking(archiveRows(database.asking(signal)));
      return new Map(rows.map((row) => [row.source, { ...row, running: row.running && row.isHeld }]));
    },
    now: () => keeping(databaseNow(own)),
    newestStored: (source, until) => keeping(newestStored(own, source, until)),
    cutBack: (cut) => keeping(writing(database, (tx, config) => cutBack(tx, config, cut))),
    beginSync: (source, lease) =>
      keeping(
        writing(database, async (tx, { enabled }) => {
          await requireHeld(tx, lease);
          const archive = await archiveRow(tx, source);
          await writeArchive(tx, { ...archive, running: true });
          return { enabled, asking: archive.runsAsked };
        }),
      ),
    async ingest(batch) {
      const [rows] = await Promise.all([prepared(batch), batch.after]);
      const once: IngestOnce = (part, itsRows) => writing(database, (tx, config) => ingest(tx, config, part, itsRows));
      return keeping(ingestApart(once, batch, rows));
    },
    endSync: (ending) => keeping(writing(database, (tx, config) => end(tx, config, ending))),
    async askForSync(source, signal) {
      const db = database.asking(signal);
      const [row] = await asking(
        db.rows<{ asking: number }>(sql`
          UPDATE archive SET runs_asked = runs_asked + 1 WHERE source = ${source}
          RETURNING runs_asked::double precision AS asking`),
      );
      await asking(notify(db, 'sync'));
      if (!row) throw new Error(`${source}: expected an archive that was opened`);
      return row.asking;
    },
    async isSyncAsked(source) {
      const { runsAsked, runsDone } = await keeping(archiveRow(own, source));
      return runsAsked > runsDone;
    },
    async syncAnswer(source, number, signal) {
      return answerTo(await asking(archiveRow(database.asking(signal), source)), number);
    },
    onSync: (heard) => onNotice('sync', heard),
  };
}

async function end(tx: Transaction, config: StoredConfig, ending: SyncEnded): Promise<void> {
  const { source, lease, event, now } = ending;
  await requireHeld(tx, lease);
  await writeArchive(tx, ended(await archiveRow(tx, source), ending));
  if (event && keeps(config)(event)) await storeEvents(tx, [event], now);
  await notify(tx, 'sync');
}

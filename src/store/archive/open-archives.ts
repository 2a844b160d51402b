import type { Instant } from '../../domain/instant.ts';
import type { Transaction } from '../engine/transaction.ts';
import type { ArchiveIdentity } from '../port/archive-store.ts';
import { nameArchive } from '../rows/archive-row.ts';
import { cutoffOf, type Retention } from '../rules/retention.ts';
import { type HeldSource, requireSame } from '../rules/same-source.ts';
import { sql } from '../sql/sql.ts';

/** Makes the archived ones known that are not yet; refuses what would mix up two sources, or split one in two. */
export async function openArchives(
  tx: Transaction,
  retention: Retention,
  sources: readonly ArchiveIdentity[],
  now: Instant,
): Promise<void> {
  const known = await tx.rows<HeldSource>(sql`
    SELECT archive.source, kind, place, coalesce(events, 0)::double precision AS events
    FROM archive LEFT JOIN stored_source USING (source)`);
  const held = known.filter(({ events }) => events > 0);
  for (const source of sources) {
    requireSame(source, held, sources);
    if (!source.archived) continue;
    await nameArchive(tx, source, cutoffOf(retention, now));
  }
}

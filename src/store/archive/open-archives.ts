import type { Instant } from '../../domain/instant.ts';
import type { ArchiveIdentity } from '../port/archive-store.ts';
import { cutoffOf, type Retention } from '../rules/retention.ts';
import { type HeldSource, requireSame } from '../rules/same-source.ts';
import type { Statements } from '../sql/statements.ts';

/** Makes the archived ones known that are not yet; refuses what would mix up two sources, or split one in two. */
export async function openArchives(
  tx: Statements,
  retention: Retention,
  sources: readonly ArchiveIdentity[],
  now: Instant,
): Promise<void> {
  const known = await tx.$queryRaw<HeldSource[]>`
    SELECT archive.source, kind, place, coalesce(events, 0)::double precision AS events
    FROM archive LEFT JOIN stored_source USING (source)`;
  const held = known.filter(({ events }) => events > 0);
  for (const source of sources) {
    requireSame(source, held, sources);
    if (!source.archived) continue;
    await tx.$executeRaw`
      INSERT INTO archive (source, kind, place, kept_from)
      VALUES (${source.key}, ${source.kind}, ${source.place}, ${cutoffOf(retention, now)}::bigint)
      ON CONFLICT (source) DO UPDATE SET kind = excluded.kind, place = excluded.place`;
  }
}

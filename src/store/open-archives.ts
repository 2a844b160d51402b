import type { SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import { type ArchiveIdentity, SourceMoved } from './archive-store.ts';
import { cutoffOf, type Retention } from './retention.ts';
import type { Statements } from './statements.ts';

interface Known {
  readonly source: SourceKey;
  readonly kind: string;
  readonly place: string;
  readonly events: number;
}

/** Makes the archived ones known that are not yet; refuses what would mix up two sources, or split one in two. */
export async function openArchives(
  tx: Statements,
  retention: Retention,
  sources: readonly ArchiveIdentity[],
  now: Instant,
): Promise<void> {
  const known = await tx.$queryRaw<Known[]>`
    SELECT archive.source, kind, place, coalesce(events, 0)::double precision AS events
    FROM archive LEFT JOIN stored_source USING (source)`;
  const stored = known.filter(({ events }) => events > 0);
  for (const source of sources) {
    refuseOtherKind(source, stored);
    refuseRenamed(source, stored, sources);
    if (!source.archived) continue;
    await tx.$executeRaw`
      INSERT INTO archive (source, kind, place, kept_from)
      VALUES (${source.key}, ${source.kind}, ${source.place}, ${cutoffOf(retention, now)}::bigint)
      ON CONFLICT (source) DO UPDATE SET kind = excluded.kind, place = excluded.place`;
  }
}

function refuseOtherKind({ key, kind }: ArchiveIdentity, stored: readonly Known[]): void {
  const other = stored.find((each) => each.source === key && each.kind !== kind);
  if (other) {
    const expected = `${other.kind}, as ${count(other)} in the store under the id ${key} are, but got ${kind}`;
    throw new SourceMoved(key, 'kind', expected);
  }
}

function refuseRenamed(source: ArchiveIdentity, stored: readonly Known[], all: readonly ArchiveIdentity[]): void {
  if (stored.some((each) => each.source === source.key)) return;
  const before = stored.find(
    (each) => each.kind === source.kind && each.place === source.place && !all.some(({ key }) => key === each.source),
  );
  if (before) {
    const expected = `${before.source}, under which the store holds ${count(before)} of this source, but got ${source.key}`;
    throw new SourceMoved(source.key, 'id', expected);
  }
}

function count({ events }: Known): string {
  return events === 1 ? '1 event' : `${events} events`;
}

import type { SourceKey } from '../../domain/event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import type { Claim } from '../../lanes/sync-state.ts';
import type { Transaction } from '../engine/transaction.ts';
import { Prisma } from '../generated/client.ts';
import { type ArchiveIdentity, syncLease } from '../port/archive-store.ts';
import type { Archive } from '../rules/archive.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';

type Pairs = readonly (readonly [from: Instant, until: Instant])[];

type Triples = readonly (readonly [until: Instant, atMs: number, token: number])[];

/** An archive as its row says; a run of it is at work only while its process holds the lease. */
export interface ArchiveRow extends Archive {
  readonly isHeld: boolean;
}

interface Row extends Omit<ArchiveRow, 'covered' | 'claims' | 'keptOut'> {
  readonly covered: Pairs;
  readonly claims: Triples;
  readonly keptOut: Pairs;
}

/** Of these sources, or of all there are. */
export async function archiveRows(
  db: Reads,
  sources: readonly SourceKey[] | 'all' = 'all',
): Promise<readonly ArchiveRow[]> {
  const which = sources === 'all' ? sql`TRUE` : sql`archive.source = ANY(${[...sources]}::text[])`;
  const rows = await db.rows<Row>(sql`
    SELECT archive.source, covered, claims, kept_out AS "keptOut", kept_from::double precision AS "keptFrom",
      coalesce(events, 0)::double precision AS "storedEvents",
      last_success_at::double precision AS "lastSuccessAt", last_failure_at::double precision AS "lastFailureAt",
      last_problem AS "lastProblem", running, coalesce(expires_at > clock_timestamp(), FALSE) AS "isHeld",
      runs_asked::double precision AS "runsAsked", runs_done::double precision AS "runsDone",
      last_added::double precision AS "lastAdded"
    FROM archive LEFT JOIN stored_source USING (source) LEFT JOIN lease ON lease.name = ${syncLease('' as SourceKey)} || archive.source
    WHERE ${which}`);
  return rows.map((row) => ({
    ...row,
    covered: row.covered.map(windowOf),
    claims: row.claims.map(claimOf),
    keptOut: row.keptOut.map(windowOf),
  }));
}

/** Of one that was opened. */
export async function archiveRow(db: Reads, source: SourceKey): Promise<ArchiveRow> {
  const [row] = await archiveRows(db, [source]);
  if (!row) throw new Error(`${source}: expected an archive that was opened`);
  return row;
}

/** All of it but how often runs were asked for, which everybody may at any time. The caller must be the only one to write. */
export async function writeArchive({ models }: Transaction, archive: Archive): Promise<void> {
  const { source, covered, claims, keptOut, keptFrom, lastSuccessAt, lastFailureAt, lastProblem } = archive;
  const { running, runsDone, lastAdded } = archive;
  const data = {
    covered: pairsOf(covered),
    claims: claims.map(({ until, atMs, token }) => [until, atMs, token]),
    keptOut: pairsOf(keptOut),
    lastProblem: lastProblem === null ? Prisma.DbNull : (lastProblem as unknown as Prisma.InputJsonObject),
    ...{ keptFrom, lastSuccessAt, lastFailureAt, running, runsDone, lastAdded },
  };
  await models((all) => all.archive.updateMany({ where: { source }, data }));
}

/** Makes one known, or what is known of it what it is now. */
export async function nameArchive(
  { models }: Transaction,
  { key: source, kind, place }: ArchiveIdentity,
  keptFrom: Instant | null,
): Promise<void> {
  await models(({ archive }) =>
    archive.createMany({ data: [{ source, kind, place, keptFrom }], skipDuplicates: true }),
  );
  await models(({ archive }) => archive.updateMany({ where: { source }, data: { kind, place } }));
}

function pairsOf(windows: readonly TimeWindow[]): number[][] {
  return windows.map(({ from, until }) => [from, until]);
}

function claimOf([until, atMs, token]: Triples[number]): Claim {
  return { until, atMs, token };
}

function windowOf([from, until]: Pairs[number]): TimeWindow {
  return { from, until };
}

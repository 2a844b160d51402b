import type { SourceKey } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { TimeWindow } from '../domain/position.ts';
import type { Problem } from '../lanes/source-error.ts';
import type { Claim, SyncState } from '../lanes/sync-state.ts';
import { syncLease } from './archive-store.ts';
import { Prisma } from './generated/client.ts';
import type { Statements } from './statements.ts';

/** What the database says of one archived source. */
export interface ArchiveRow extends SyncState {
  /** Where the configuration kept events out. */
  readonly keptOut: readonly TimeWindow[];
  readonly runsAsked: number;
  readonly runsDone: number;
  readonly lastAdded: number;
}

type Pairs = readonly (readonly [from: Instant, until: Instant])[];

type Triples = readonly (readonly [until: Instant, atMs: number, token: number])[];

interface Row extends Omit<ArchiveRow, 'covered' | 'claims' | 'keptOut'> {
  readonly covered: Pairs;
  readonly claims: Triples;
  readonly keptOut: Pairs;
}

/** Of these sources, or of all there are. A run counts as running only while its process holds the lease. */
export async function archiveRows(
  db: Pick<Statements, '$queryRaw'>,
  sources: readonly SourceKey[] | 'all' = 'all',
): Promise<readonly ArchiveRow[]> {
  const which = sources === 'all' ? Prisma.sql`TRUE` : Prisma.sql`archive.source = ANY(${[...sources]}::text[])`;
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    SELECT archive.source, covered, claims, kept_out AS "keptOut", kept_from::double precision AS "keptFrom",
      coalesce(events, 0)::double precision AS "storedEvents",
      last_success_at::double precision AS "lastSuccessAt", last_failure_at::double precision AS "lastFailureAt",
      last_problem AS "lastProblem", running AND coalesce(expires_at > clock_timestamp(), FALSE) AS running,
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
export async function archiveRow(db: Pick<Statements, '$queryRaw'>, source: SourceKey): Promise<ArchiveRow> {
  const [row] = await archiveRows(db, [source]);
  if (!row) throw new Error(`${source}: expected an archive that was opened`);
  return row;
}

export function windowsJson(windows: readonly TimeWindow[]): string {
  return JSON.stringify(windows.map(({ from, until }) => [from, until]));
}

export function claimsJson(claims: readonly Claim[]): string {
  return JSON.stringify(claims.map(({ until, atMs, token }) => [until, atMs, token]));
}

export function problemJson(problem: Problem | null): string | null {
  return problem && JSON.stringify(problem);
}

function claimOf([until, atMs, token]: Triples[number]): Claim {
  return { until, atMs, token };
}

function windowOf([from, until]: Pairs[number]): TimeWindow {
  return { from, until };
}

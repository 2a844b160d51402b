import type { AuditSettings } from '../../domain/audit-settings.ts';
import type { AuditEvent, SourceKey } from '../../domain/event.ts';
import { EARLIEST, type Instant, LATEST, next } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import { isUnder } from '../../domain/text-tests.ts';
import { joined, without } from '../../domain/windows.ts';
import { neverSynced, type SyncState, syncedThrough } from '../../lanes/sync-state.ts';
import type { CutBack, IngestBatch, SyncAnswer, SyncEnded } from '../port/archive-store.ts';
import { withClaim } from './claims.ts';

/** How far a source is copied, and what its runs came to: all that is known of an archive but its events. */
export interface Archive extends SyncState {
  /** Where the configuration kept events out. */
  readonly keptOut: readonly TimeWindow[];
  readonly runsAsked: number;
  readonly runsDone: number;
  readonly lastAdded: number;
}

/** Of a source of which nothing was copied yet; what occurred before `keptFrom` is too old to be. */
export function newArchive(source: SourceKey, keptFrom: Instant | null): Archive {
  return { ...neverSynced(source), keptFrom, keptOut: [], runsAsked: 0, runsDone: 0, lastAdded: 0 };
}

/** After a batch of which the configuration kept these events and no others. */
export function wentOn(archive: Archive, batch: IngestBatch, kept: readonly AuditEvent[]): Archive {
  // Retention may have gone on since the run began.
  const removed = { from: EARLIEST, until: archive.keptFrom ?? EARLIEST };
  const covered = without([...archive.covered, ...batch.covered], [...batch.withheld, removed]);
  const { upToDate, now } = batch;
  const { lastFailureAt } = archive;
  return {
    ...archive,
    covered,
    claims: withClaim(archive.claims, syncedThrough({ covered }), batch),
    keptOut: joined([...archive.keptOut, ...spanOf(batch.events, kept)]),
    lastSuccessAt: upToDate ? now : archive.lastSuccessAt,
    lastFailureAt: upToDate && lastFailureAt !== null && lastFailureAt >= now ? null : lastFailureAt,
  };
}

/** From the first to the last of those that were given and not kept. */
function spanOf(given: readonly AuditEvent[], kept: readonly AuditEvent[]): readonly TimeWindow[] {
  if (given.length === kept.length) return [];
  const stored = new Set(kept);
  const times = given.filter((event) => !stored.has(event)).map(({ occurredAt }) => occurredAt);
  const from = times.reduce((a, b) => (a < b ? a : b));
  const last = times.reduce((a, b) => (a > b ? a : b));
  return [{ from, until: next(last) }];
}

/** It counts as failed since its last success, so that nobody takes for fresh what is read again. */
export function wasCutBack(
  archive: Archive,
  { from, problem, now }: Pick<CutBack, 'from' | 'problem' | 'now'>,
): Archive {
  return {
    ...archive,
    covered: without(archive.covered, [{ from, until: LATEST }]),
    claims: archive.claims.filter(({ until }) => until <= from),
    lastProblem: problem,
    lastSuccessAt: earlier(archive.lastSuccessAt, now),
    lastFailureAt: now,
  };
}

export function ended(archive: Archive, { asking, added, failure, withheld, now }: SyncEnded): Archive {
  return {
    ...archive,
    running: false,
    runsDone: asking,
    lastAdded: added,
    lastProblem: failure ?? withheld,
    lastFailureAt: failure === null ? archive.lastFailureAt : later(archive.lastSuccessAt, now),
  };
}

/** Retention removed what occurred before: nothing earlier is claimed to be there, nor copied again. */
export function keptFrom(archive: Archive, from: Instant): Archive {
  if (archive.keptFrom !== null && archive.keptFrom >= from) return archive;
  return { ...archive, covered: without(archive.covered, [{ from: EARLIEST, until: from }]), keptFrom: from };
}

/** What was kept out, or removed, and would not be any longer is no longer claimed to be copied. */
export function configured(archive: Archive, before: AuditSettings, after: AuditSettings): Archive {
  const letsIn =
    after.enabled && (!before.enabled || before.disabledTypes.some((type) => !isUnder(after.disabledTypes)(type)));
  const keepsMore = isMore(after.periodDays, before.periodDays) || isMore(after.records, before.records);
  if (!letsIn && !keepsMore) return archive;
  return {
    ...archive,
    covered: letsIn ? without(archive.covered, archive.keptOut) : archive.covered,
    keptOut: letsIn ? [] : archive.keptOut,
    keptFrom: keepsMore ? null : archive.keptFrom,
  };
}

/** 0 is without limit. */
function isMore(limit: number, than: number): boolean {
  return than !== 0 && (limit === 0 || limit > than);
}

/** What became of an asking; null as long as no run that began since has ended. */
export function answerTo(archive: Archive, asking: number): SyncAnswer | null {
  if (archive.runsDone < asking) return null;
  const failed = (archive.lastFailureAt ?? 0) >= (archive.lastSuccessAt ?? 0);
  return { added: archive.lastAdded, failure: failed ? archive.lastProblem : null };
}

function earlier(a: Instant | null, b: Instant): Instant {
  return a === null || b < a ? b : a;
}
function later(a: Instant | null, b: Instant): Instant {
  return a === null || b > a ? b : a;
}

import { DAY, formatRfc3339, type Instant, LATEST, MILLISECOND, plus, SECOND } from '../domain/instant.ts';
import { type ClockOffset, readingAt } from '../lanes/clock-offset.ts';
import { type Problem, problem } from '../lanes/source-error.ts';
import type { Claim } from '../lanes/sync-state.ts';

/** The clocks that a run knows. None of them is right for being there: what one of them denies is not claimed. */
export interface Clocks {
  /** Of this process. */
  readonly own: ClockOffset;
  /** The one that all gateways on a database share; an embedded database has the process's own. */
  readonly database: ClockOffset;
  /** The source's, by the `Date` of its answers: the clock by which it dates its records. Null: it tells no time. */
  readonly source: ClockOffset | null;
}

/** Clocks that are set right by and by may seem to go by so much; what runs faster or slower than that has jumped. */
const SLACK_US = 2 * SECOND;
const DRIFT = 1 / 1_000;

/** Whatever is dated before was there to be read from this moment on: nothing past it is claimed. The least of all clocks. */
export function claimable({ own, database, source }: Clocks, atMs: number): Instant {
  return readingAt(Math.min(own.least, database.least, source?.least ?? Number.POSITIVE_INFINITY), atMs);
}

/**
 * Nothing past it can have been read. A source that tells the time is believed alone, for it dates its own records: so a
 * clock of ours that is set back takes nothing away. Of ours the one that says less is believed.
 */
export function possible({ own, database, source }: Clocks, atMs: number): Instant {
  return readingAt(source?.most ?? Math.min(own.most, database.most), atMs);
}

/** How far a source is asked for at the least, however far behind one clock is. */
export function furthest({ own, database }: Clocks, atMs: number): Instant {
  return readingAt(Math.max(own.most, database.most), atMs);
}

/** By how much a claim that is so old may seem to reach too far though no clock jumped: so much is read again each time. */
export function slackUs(ageMs: number): number {
  return SLACK_US + Math.max(0, ageMs) * MILLISECOND * DRIFT;
}

export interface Judging {
  readonly clocks: Clocks;
  readonly atMs: number;
  /** Under this token of the lease `atMs` is of the same clock as that of the claims. */
  readonly token: number;
}

/**
 * The last of these claims that can be true; null: none can, or none is known. One that was made a while ago reached at most
 * as far as the clock said then, by what it says now.
 */
export function lastPossible(claims: readonly Claim[], { clocks, atMs, token }: Judging): Claim | null {
  const first = claims.findIndex((claim) => {
    const sameClock = claim.token === token;
    const age = sameClock ? atMs - claim.atMs : 0;
    return claim.until > plus(possible(clocks, sameClock ? claim.atMs : atMs), slackUs(age));
  });
  return claims[(first === -1 ? claims.length : first) - 1] ?? null;
}

/** Whether all that is claimed can be true. */
export function isPossible(through: Instant, claims: readonly Claim[], judging: Judging): boolean {
  if (through > plus(possible(judging.clocks, judging.atMs), slackUs(0))) return false;
  return lastPossible(claims, judging) === (claims.at(-1) ?? null);
}

const BEHIND = "expected the source's clock to be within a day of ours";

/** What is said of a source whose clock is so far behind that little of what is read can be claimed; null: it is not. */
export function clockProblem(clocks: Clocks, atMs: number): Problem | null {
  const { own, database, source } = clocks;
  if (source === null || source.most >= Math.min(own.least, database.least) - DAY) return null;
  const [its, ours] = [source.most, Math.min(own.least, database.least)].map((offset) => readingAt(offset, atMs));
  const found = `its answers are dated ${formatRfc3339(its ?? LATEST)} at ${formatRfc3339(ours ?? LATEST)}`;
  const message = `${BEHIND}, but ${found}: all is read that it has, but nothing past its own time counts as copied`;
  return problem('INVALID_RESPONSE', message);
}

export function isClockProblem(known: Problem | null): boolean {
  return known?.message.startsWith(BEHIND) ?? false;
}

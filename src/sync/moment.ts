import type { Instant } from '../domain/instant.ts';
import { type ClockWatch, offsetOf, readingAt } from '../lanes/clock-offset.ts';
import type { ArchiveStore } from '../store/port/archive-store.ts';
import { type Clocks, claimable, furthest } from './trustworthy-now.ts';

export interface Looking {
  readonly store: Pick<ArchiveStore, 'now'>;
  /** The process's clock, which can be set. */
  readonly now: () => Instant;
  /** Milliseconds of the clock that never jumps. */
  readonly elapsedMs: () => number;
}

/** The moment from which on something is read. */
export interface Moment {
  /** Milliseconds of the clock that never jumps. */
  readonly atMs: number;
  /** What the clocks read, that of the source as far as it has answered by now. */
  clocks(): Clocks;
  /** Nothing past it is claimed: what is dated later may not have been there yet. */
  present(): Instant;
  /** How far the source is asked for at the least. */
  readonly furthest: Instant;
  /** What time it is meanwhile, by the process's clock and the database's: the one that says less. */
  now(): Instant;
}

/** Looks at the clocks before anything is read. */
export async function moment({ store, now, elapsedMs }: Looking, source: ClockWatch): Promise<Moment> {
  const atMs = elapsedMs();
  const reading = now();
  const own = offsetOf({ least: reading, most: reading }, atMs, atMs);
  const told = await store.now();
  const database = offsetOf({ least: told, most: told }, atMs, elapsedMs());
  const clocks = (): Clocks => ({ own, database, source: source.seen() });
  return {
    atMs,
    clocks,
    present: () => claimable(clocks(), atMs),
    furthest: furthest({ own, database, source: null }, atMs),
    now: () => Math.min(now(), readingAt(database.most, elapsedMs())) as Instant,
  };
}

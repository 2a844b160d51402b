import { EVERYTHING } from '../domain/filter.ts';
import type { Instant } from '../domain/instant.ts';
import { ALL_TIME } from '../domain/position.ts';
import { LanePaused, type LaneSource } from './lane.ts';
import { type Problem, SourceError } from './source-error.ts';

/** What one glance at the newest end of a source showed. */
export interface Newest {
  /** When its newest event occurred; null: it has none, or `problem` says why that cannot be told. */
  readonly at: Instant | null;
  /** Whether any of its data was read at all. */
  readonly read: boolean;
  /** What went wrong, or what was withheld before the newest event. */
  readonly problem: Problem | null;
}

/** Asks for one event, newest first, and then for nothing more. Rejects with the signal's reason where it aborts. */
export async function newestEvent(open: LaneSource['open'], now: Instant, signal: AbortSignal): Promise<Newest> {
  let read = false;
  let problem: Problem | null = null;
  try {
    const lane = open({ where: EVERYTHING, window: ALL_TIME, direction: 'DESC', after: null, take: 1, now }, signal);
    for await (const item of lane) {
      read ||= item.kind === 'report' ? item.report.scanned > 0 : item.kind !== 'gap';
      if (item.kind === 'gap') problem ??= item.problem;
      if (item.kind === 'event') return { at: item.at.occurredAt, read, problem };
    }
    return { at: null, read: true, problem };
  } catch (error) {
    if (error instanceof LanePaused) return { at: null, read: true, problem: error.problem };
    if (error instanceof SourceError) return { at: null, read, problem: error.problem };
    throw error;
  }
}
